const developers = 'https://docs.discord.com/developers';
const message = `${developers}/resources/message`;
const channel = `${developers}/resources/channel`;
const embeds = `${message}#embed-object-embed-limits`;
const components = `${developers}/components/reference`;
const commands = `${developers}/interactions/application-commands`;
const receiving = `${developers}/interactions/receiving-and-responding`;
const codes = `${developers}/topics/opcodes-and-status-codes#json`;
const closeCodes = `${developers}/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes`;
const gateway = `${developers}/events/gateway`;
const limits = `${developers}/topics/rate-limits`;
const practice = `${limits} (figures come in headers; this one is what bots are given in practice)`;
const apiDocs = 'https://github.com/discord/discord-api-docs/issues';
const MIB = 1024 * 1024;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Something that Discord enforces, or that it lets pass and a careful bot does not do. */
export interface Rule {
  /** `bot`: a careful bot never runs into it. `circumstance`: it can meet any bot. */
  readonly blame: 'bot' | 'circumstance';
  /** Where it is known from. */
  readonly source: string;
  /** What a request is answered with; absent where Discord lets it pass. */
  readonly refuses?: { readonly status: number; readonly code: number; readonly message: string };
  /** The code that a gateway connection is closed with. */
  readonly closes?: number;
  /** The last good value. */
  readonly max?: number;
  readonly unit?: string;
  /** The window in which `max` counts. */
  readonly windowMs?: number;
}

const form = { status: 400, code: 50035, message: 'Invalid Form Body' } as const;
const tooLarge = { status: 413, code: 40005, message: 'Request entity too large' } as const;

const atMost = (max: number, unit: string, source: string, refuses: NonNullable<Rule['refuses']> = form) =>
  ({ max, unit, refuses, blame: 'bot', source }) as const;
const malformed = (source: string) => ({ refuses: form, blame: 'bot', source }) as const;
const perWindow = (max: number, windowMs: number, source: string, code = 0, said = 'You are being rate limited.') =>
  ({
    max,
    windowMs,
    unit: 'requests',
    refuses: { status: 429, code, message: said },
    blame: 'bot',
    source,
  }) as const;
const refusal = <B extends Rule['blame']>(blame: B, status: number, code: number, said: string, source = codes) =>
  ({ refuses: { status, code, message: said }, blame, source }) as const;
const passes = <B extends Rule['blame']>(blame: B, source: string) => ({ blame, source }) as const;
const closing = <B extends Rule['blame']>(blame: B, closes: number) => ({ closes, blame, source: closeCodes }) as const;

/** Every rule that the emulator enforces or records, by name. */
export const rules = {
  unauthorized: refusal('circumstance', 401, 0, '401: Unauthorized'),
  unknownRoute: refusal('bot', 404, 0, '404: Not Found'),
  invalidJson: refusal('bot', 400, 50109, 'The request body contains invalid JSON.'),
  malformedBody: malformed(`${developers}/reference#error-messages`),
  requestSchema: passes('bot', 'https://www.npmjs.com/package/discord-api-spec (schemas made from the OpenAPI file)'),
  requestSize: atMost(25 * MIB, 'bytes', `${developers}/reference#uploading-files`, tooLarge),
  fileSize: atMost(10 * MIB, 'bytes', `${developers}/reference#uploading-files`, tooLarge),
  files: atMost(10, 'files', `${message}#create-message`),
  listedMessages: atMost(100, 'messages', `${message}#get-channel-messages`),
  listedRange: malformed(`${message}#get-channel-messages (snowflakes; before, after and around exclude each other)`),

  createRate: perWindow(5, 5000, practice),
  editRate: perWindow(5, 5000, practice),
  oldEditRate: perWindow(
    3,
    6000,
    'https://github.com/discord-userdoccers/discord-userdoccers/pull/551 (edits of messages older than an hour)',
    30046,
    'Maximum number of edits to messages older than 1 hour reached. Try again later',
  ),
  deleteRate: perWindow(5, 5000, practice),
  typingRate: perWindow(5, 5000, practice),
  threadRate: perWindow(
    50,
    5 * MINUTE_MS,
    `${apiDocs}/7816 (the window; the figure is what bots are given in practice)`,
  ),
  interactionRate: perWindow(5, 2000, `${apiDocs}/2701 (per interaction)`),
  globalRate: perWindow(50, 1000, `${limits}#global-rate-limit`),
  invalidRequests: perWindow(10_000, 10 * MINUTE_MS, `${limits}#invalid-request-limit-aka-cloudflare-bans`),

  contentLength: atMost(2000, 'code points', `${message}#create-message`),
  nonceLength: atMost(25, 'characters', `${message}#create-message`),
  nonceWindow: {
    ...passes(
      'circumstance',
      `${message}#create-message ("in the past few minutes": the first message is answered again)`,
    ),
    windowMs: 5 * MINUTE_MS,
  },
  enforcedNonce: passes('bot', `${message}#create-message (a create without one may be doubled by a retry)`),
  emptyMessage: refusal('bot', 400, 50006, 'Cannot send an empty message'),
  allowedMentionsOnCreate: passes('bot', `${message}#allowed-mentions-object (absent: everybody named is pinged)`),
  allowedMentionsOnEdit: passes('bot', `${message}#edit-message (parsed with the defaults, whatever the create said)`),
  allowedMentionsConflict: malformed(`${message}#allowed-mentions-object`),
  allowedMentionsListed: atMost(100, 'ids', `${message}#allowed-mentions-object`),
  suppressEmbedsOnCreate: passes('bot', `${message}#message-object-message-flags (absent: links open previews)`),
  suppressEmbedsOnEdit: passes('bot', `${message}#edit-message (flags without it bring the previews back)`),
  messageFlags: passes('bot', `${message}#create-message (other flags are ignored)`),
  ping: passes('bot', `${message}#allowed-mentions-object`),
  preview: passes('bot', `${message}#message-object-message-flags`),
  repeatedReply: passes('bot', `${gateway}#resuming (events can come twice: what was answered is not answered again)`),
  unknownReference: refusal('bot', 400, 50035, form.message, `${message}#message-reference (fail_if_not_exists)`),
  embeds: atMost(10, 'embeds', `${message}#create-message`),
  embedTitle: atMost(256, 'code points', embeds),
  embedDescription: atMost(4096, 'code points', embeds),
  embedFields: atMost(25, 'fields', embeds),
  embedFieldName: atMost(256, 'code points', embeds),
  embedFieldValue: atMost(1024, 'code points', embeds),
  embedFooter: atMost(2048, 'code points', embeds),
  embedAuthor: atMost(256, 'code points', embeds),
  embedsTotal: atMost(6000, 'code points', embeds),
  foreignEdit: refusal('bot', 403, 50005, 'Cannot edit a message authored by another user'),
  foreignDelete: refusal('bot', 403, 50013, 'Missing Permissions', `${message}#delete-message`),
  ephemeralByToken: refusal('bot', 404, 10008, 'Unknown Message', `${receiving}#followup-messages`),

  actionRows: atMost(5, 'rows', `${components}#legacy-message-component-behavior`),
  rowButtons: atMost(5, 'buttons', `${components}#action-row`),
  rowSelects: atMost(1, 'selects', `${components}#action-row`),
  buttonLabel: atMost(80, 'code points', `${components}#button`),
  buttonUrl: atMost(512, 'characters', `${components}#button`),
  buttonKind: malformed(`${components}#button (a link has a url, any other a custom_id, and each a label or an emoji)`),
  customId: atMost(100, 'code points', `${components}#anatomy-of-a-component-custom-id`),
  customIdTwice: malformed(`${components}#anatomy-of-a-component-custom-id`),
  selectOptions: atMost(25, 'options', `${components}#string-select`),
  componentType: malformed(`${components}#component-object-component-types (rows; without them only with the flag)`),
  v2Components: atMost(40, 'components', `${components}#legacy-message-component-behavior`),
  v2Text: atMost(4000, 'code points', components),
  v2Bytes: atMost(10_158, 'UTF-8 bytes', `${apiDocs}/8554 (and 12 for each text display)`, {
    status: 500,
    code: 0,
    message: '500: Internal Server Error',
  }),
  v2WithContent: malformed(`${components}#legacy-message-component-behavior`),
  v2FlagRemoved: passes('bot', `${message}#message-object-message-flags (once set it cannot be removed)`),

  threadName: atMost(100, 'code points', `${channel}#start-thread-from-message`),
  autoArchive: malformed(`${channel}#thread-metadata-object`),
  threadExists: refusal('circumstance', 400, 160004, 'A thread has already been created for this message'),
  lockedThread: refusal('circumstance', 400, 160005, 'Thread is locked'),
  activeThreads: {
    ...refusal('circumstance', 400, 160006, 'Maximum number of active threads reached'),
    max: 1000,
    unit: 'threads',
  },
  archivedThread: refusal('circumstance', 400, 50083, 'Thread is archived'),
  wrongChannelType: refusal('bot', 400, 50024, 'Cannot execute action on this channel type'),
  unknownChannel: refusal('circumstance', 404, 10003, 'Unknown Channel'),
  unknownMessage: refusal('circumstance', 404, 10008, 'Unknown Message'),
  unknownUser: refusal('circumstance', 404, 10013, 'Unknown User'),
  missingAccess: refusal('circumstance', 403, 50001, 'Missing Access'),
  missingPermissions: refusal('circumstance', 403, 50013, 'Missing Permissions'),
  replyWithoutHistory: refusal('circumstance', 400, 160002, 'Cannot reply without permission to read message history'),

  acknowledgement: {
    ...refusal('bot', 404, 10062, 'Unknown interaction', `${receiving}#interaction-callback`),
    max: 3000,
    unit: 'ms',
  },
  unknownInteraction: refusal('circumstance', 404, 10062, 'Unknown interaction'),
  acknowledgedTwice: refusal('bot', 400, 40060, 'Interaction has already been acknowledged.'),
  callbackKind: malformed(`${receiving}#interaction-response-object-interaction-callback-type`),
  deferFlags: passes('bot', `${receiving}#create-interaction-response (while deferring only EPHEMERAL can be set)`),
  interactionToken: {
    ...refusal('bot', 401, 50027, 'Invalid Webhook Token', `${receiving}#followup-messages`),
    max: 15 * MINUTE_MS,
    unit: 'ms',
  },
  unknownWebhook: refusal('bot', 404, 10015, 'Unknown Webhook'),
  followUps: {
    ...refusal(
      'bot',
      400,
      40094,
      'This interaction has hit the maximum number of follow-up messages',
      `${receiving}#create-followup-message (where the app is only installed by its user)`,
    ),
    max: 5,
    unit: 'messages',
  },

  commandName: atMost(32, 'code points', `${commands}#application-command-object-application-command-naming`),
  commandDescription: atMost(100, 'code points', `${commands}#application-command-object`),
  commandOptions: atMost(25, 'options', `${commands}#application-command-object`),
  commandChoices: atMost(25, 'choices', `${commands}#application-command-object-application-command-option-structure`),
  commandChoice: atMost(
    100,
    'code points',
    `${commands}#application-command-object-application-command-option-choice-structure`,
  ),
  commandTwice: malformed(`${commands}#registering-a-command`),
  chatInputCommands: atMost(100, 'commands', `${commands}#registering-a-command`, {
    status: 400,
    code: 30032,
    message: 'Maximum number of application commands reached (100)',
  }),
  menuCommands: atMost(15, 'commands of each kind', `${commands}#registering-a-command`, {
    status: 400,
    code: 30032,
    message: 'Maximum number of application commands reached (15)',
  }),
  commandCreates: {
    ...refusal('bot', 400, 30034, 'Max number of daily application command creates has been reached (200)'),
    max: 200,
    unit: 'commands',
    windowMs: DAY_MS,
  },

  gatewayOpcode: closing('bot', 4001),
  gatewayJson: closing('bot', 4002),
  identifyFirst: closing('bot', 4003),
  gatewayToken: closing('circumstance', 4004),
  identifyOnce: closing('bot', 4005),
  heartbeat: closing('bot', 4009),
  privilegedIntents: closing('circumstance', 4014),
  identifies: {
    ...closing('bot', 4004),
    max: 1000,
    unit: 'IDENTIFY',
    windowMs: DAY_MS,
    source: `${gateway}#session-start-limit`,
  },
  resume: passes('circumstance', `${gateway}#resuming (op 9 for a session that is gone)`),
  messageContent: passes('circumstance', `${gateway}#message-content-intent (without it, the content is empty)`),
} as const satisfies Readonly<Record<string, Rule>>;

type Rules = typeof rules;

/** The name of a rule. */
export type RuleName = keyof Rules;

/** The rules that answer a request. */
export type Refusal = { [K in RuleName]: Rules[K] extends { refuses: object } ? K : never }[RuleName];

/** The rules that limit a number or a length. */
export type Limit = { [K in RuleName]: Rules[K] extends { max: number } ? K : never }[RuleName];

/** The rules that limit how often a route is called. */
export type RateRule = { [K in RuleName]: K extends `${string}Rate` ? K : never }[RuleName];
