/** What the bot may do in a channel; what is left out is allowed. */
export interface BotCan {
  readonly view?: boolean;
  readonly send?: boolean;
  readonly createThreads?: boolean;
  readonly sendInThreads?: boolean;
  readonly readHistory?: boolean;
  readonly attachFiles?: boolean;
}

const bits = {
  view: 1n << 10n,
  send: 1n << 11n,
  readHistory: 1n << 16n,
  attachFiles: 1n << 15n,
  createThreads: 1n << 35n,
  sendInThreads: 1n << 38n,
} as const;
const MANAGE_MESSAGES = 1n << 13n;
const EMBED_LINKS = 1n << 14n;
const USE_COMMANDS = 1n << 31n;

/** What the bot's role allows: the least permissions that an invite asks for. */
export const rolePermissions =
  bits.view | bits.send | bits.readHistory | bits.createThreads | bits.sendInThreads | bits.attachFiles | EMBED_LINKS;

/** What everybody may do. */
export const everyonePermissions = rolePermissions | USE_COMMANDS;

/** What moderators may do: what others wrote as well. */
export const moderatorPermissions = everyonePermissions | MANAGE_MESSAGES;

/** The bits that a channel takes away from the bot. */
export function deniedPermissions(botCan: BotCan): bigint {
  let denied = 0n;
  if (botCan.view === false) denied |= bits.view;
  if (botCan.send === false) denied |= bits.send;
  if (botCan.readHistory === false) denied |= bits.readHistory;
  if (botCan.attachFiles === false) denied |= bits.attachFiles;
  if (botCan.createThreads === false) denied |= bits.createThreads;
  if (botCan.sendInThreads === false) denied |= bits.sendInThreads;
  return denied;
}
