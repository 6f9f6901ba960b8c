const resources = 'https://docs.discord.com/developers/resources';
const codes = 'https://docs.discord.com/developers/topics/opcodes-and-status-codes#json';
const components = 'https://docs.discord.com/developers/components/reference';
const receiving = 'https://docs.discord.com/developers/interactions/receiving-and-responding';
const commands = 'https://docs.discord.com/developers/interactions/application-commands';
const MIB = 1024 * 1024;

/** Every rule that the emulator enforces, with its source: limits have a `max`, refusals the answer that Discord gives. */
export const rules = {
  contentLength: { max: 2000, unit: 'code points', source: `${resources}/message#create-message` },
  nonceLength: { max: 25, unit: 'characters', source: `${resources}/message#create-message` },
  nonceWindow: { max: 5 * 60_000, unit: 'ms', source: `${resources}/message#create-message ("the past few minutes")` },
  embeds: { max: 10, unit: 'embeds', source: `${resources}/message#create-message` },
  embedTitle: { max: 256, unit: 'code points', source: `${resources}/message#embed-object-embed-limits` },
  embedDescription: { max: 4096, unit: 'code points', source: `${resources}/message#embed-object-embed-limits` },
  embedsTotal: { max: 6000, unit: 'code points', source: `${resources}/message#embed-object-embed-limits` },
  fileSize: { max: 10 * MIB, unit: 'bytes', source: 'https://docs.discord.com/developers/reference#uploading-files' },
  listedMessages: { max: 100, unit: 'messages', source: `${resources}/message#get-channel-messages` },
  actionRows: { max: 5, unit: 'rows', source: `${components}#action-row` },
  rowButtons: { max: 5, unit: 'buttons', source: `${components}#action-row` },
  buttonLabel: { max: 80, unit: 'code points', source: `${components}#button` },
  buttonUrl: { max: 512, unit: 'characters', source: `${components}#button` },
  customId: { max: 100, unit: 'code points', source: `${components}#anatomy-of-a-component` },
  selectOptions: { max: 25, unit: 'options', source: `${components}#string-select` },
  v2Components: { max: 40, unit: 'components', source: `${components}#legacy-message-component-behavior` },
  v2Text: { max: 4000, unit: 'code points', source: components },
  threadName: { max: 100, unit: 'code points', source: `${resources}/channel#start-thread-from-message` },
  commandName: { max: 32, unit: 'code points', source: `${commands}#application-command-object` },
  commandDescription: { max: 100, unit: 'code points', source: `${commands}#application-command-object` },
  commandOptions: { max: 25, unit: 'options', source: `${commands}#application-command-object` },
  chatInputCommands: { max: 100, unit: 'commands', source: `${commands}#registering-a-command` },
  acknowledgement: { max: 3000, unit: 'ms', source: `${receiving}#interaction-callback` },
  interactionToken: { max: 15 * 60_000, unit: 'ms', source: `${receiving}#followup-messages` },

  unauthorized: { status: 401, code: 0, message: '401: Unauthorized', source: codes },
  notFound: { status: 404, code: 0, message: '404: Not Found', source: codes },
  unknownChannel: { status: 404, code: 10003, message: 'Unknown Channel', source: codes },
  unknownMessage: { status: 404, code: 10008, message: 'Unknown Message', source: codes },
  unknownUser: { status: 404, code: 10013, message: 'Unknown User', source: codes },
  unknownWebhook: { status: 404, code: 10015, message: 'Unknown Webhook', source: codes },
  unknownInteraction: { status: 404, code: 10062, message: 'Unknown interaction', source: codes },
  requestTooLarge: { status: 413, code: 40005, message: 'Request entity too large', source: codes },
  alreadyAcknowledged: {
    status: 400,
    code: 40060,
    message: 'Interaction has already been acknowledged.',
    source: codes,
  },
  missingAccess: { status: 403, code: 50001, message: 'Missing Access', source: codes },
  foreignMessage: {
    status: 403,
    code: 50005,
    message: 'Cannot edit a message authored by another user',
    source: codes,
  },
  emptyMessage: { status: 400, code: 50006, message: 'Cannot send an empty message', source: codes },
  missingPermissions: { status: 403, code: 50013, message: 'Missing Permissions', source: codes },
  wrongChannelType: {
    status: 400,
    code: 50024,
    message: 'Cannot execute action on this channel type',
    source: codes,
  },
  deadToken: { status: 401, code: 50027, message: 'Invalid Webhook Token', source: codes },
  invalidForm: { status: 400, code: 50035, message: 'Invalid Form Body', source: codes },
  archivedThread: { status: 400, code: 50083, message: 'Thread is archived', source: codes },
  invalidJson: { status: 400, code: 50109, message: 'The request body contains invalid JSON.', source: codes },
  replyWithoutHistory: {
    status: 400,
    code: 160002,
    message: 'Cannot reply without permission to read message history',
    source: codes,
  },
  threadExists: {
    status: 400,
    code: 160004,
    message: 'A thread has already been created for this message',
    source: codes,
  },
  lockedThread: { status: 400, code: 160005, message: 'Thread is locked', source: codes },
} as const;

type Rules = typeof rules;

/** The rules that are an answer, not a limit. */
export type Refusal = { [K in keyof Rules]: Rules[K] extends { code: number } ? K : never }[keyof Rules];

/** One field's error as Discord nests it under `errors`. */
export interface FieldError {
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly message: string;
}

/** A request that Discord refuses; `body` is the answer. */
export class RuleError extends Error {
  readonly status: number;
  readonly code: number;
  readonly body: object;

  constructor(refusal: Refusal, fields: readonly FieldError[] = []) {
    const { status, code, message } = rules[refusal];
    super(message);
    this.status = status;
    this.code = code;
    this.body = fields.length === 0 ? { message, code } : { message, code, errors: nestErrors(fields) };
  }
}

interface ErrorNode {
  [key: string]: ErrorNode | { code: string; message: string }[];
}

function nestErrors(fields: readonly FieldError[]): ErrorNode {
  const root: ErrorNode = {};
  for (const { path, code, message } of fields) {
    let node = root;
    for (const key of path) {
      const child = node[key];
      const next: ErrorNode = child === undefined || Array.isArray(child) ? {} : child;
      node[key] = next;
      node = next;
    }
    const held = node['_errors'];
    node['_errors'] = [...(Array.isArray(held) ? held : []), { code, message }];
  }
  return root;
}

/** The number of Unicode code points: how Discord counts text. */
export function countCodePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
