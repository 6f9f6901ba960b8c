/**
 * Something that Slack enforces, or that people would mind. `error` is the code it is refused with; without one Slack
 * accepts it and the emulator only records it. `limit` is the last good value: characters are counted in UTF-16 units
 * (Slack's unit is not documented, and this one is the strictest) unless the row says bytes.
 */
export interface Rule {
  /** `bot`: a careful bot never breaks it. `circumstance`: what others do can make a careful bot break it. */
  readonly blame: 'bot' | 'circumstance';
  readonly error?: string;
  readonly limit?: number;
  /** For a rate: no more than `limit` calls within any such time. */
  readonly windowMs?: number;
  /** What breaks it. */
  readonly breach: string;
  /** Where it is known from. */
  readonly source: string;
}

const bot = (error: string, breach: string, source: string) => ({ blame: 'bot', error, breach, source }) as const;
const circumstance = (error: string, breach: string, source: string) =>
  ({ blame: 'circumstance', error, breach, source }) as const;
const recorded = (breach: string, source: string) => ({ blame: 'bot', breach, source }) as const;
const limit = (most: number, error: string, breach: string, source: string) =>
  ({ ...bot(error, breach, source), limit: most }) as const;
const rate = (most: number, windowMs: number, breach: string, source: string) =>
  ({ ...limit(most, 'ratelimited', breach, source), windowMs }) as const;

const minuteMs = 60_000;
const docs = 'docs.slack.dev';
const blocks = `${docs}/reference/block-kit/blocks`;
const elements = `${docs}/reference/block-kit/block-elements`;
const methods = `${docs}/reference/methods`;
const rates = `${docs}/apis/web-api/rate-limits`;
const tokens = `${docs}/authentication/tokens`;
const interactivity = `${docs}/interactivity/handling-user-interaction`;
const formatting = `${docs}/messaging/formatting-message-text`;

/** Every rule of the emulator, by name. */
export const rules = {
  notAuthed: bot('not_authed', 'a call without a token', tokens),
  invalidAuth: circumstance('invalid_auth', 'an unknown token', tokens),
  tokenRevoked: circumstance('token_revoked', 'a token that was revoked', tokens),
  tokenKind: circumstance('not_allowed_token_type', "the app's token for a bot's method, or the reverse", tokens),
  scope: circumstance('missing_scope', 'a method or channel without its scope', `${docs}/reference/scopes`),
  knownMethod: bot('unknown_method', 'a method that does not exist', methods),
  arguments: bot('invalid_arguments', 'arguments that are missing or of the wrong kind', methods),

  tier2: rate(20, minuteMs, 'calls of a Tier 2 method in a minute', rates),
  tier3: rate(50, minuteMs, 'calls of a Tier 3 method in a minute', rates),
  tier4: rate(100, minuteMs, 'calls of a Tier 4 method in a minute', rates),
  special: rate(300, minuteMs, 'calls of a "special" method in a minute: "several hundred", read as 300', rates),
  postChannel: rate(1, 1_000, 'messages posted in a channel in a second', `${methods}/chat.postMessage`),
  restrictedHistory: {
    ...rate(1, minuteMs, 'reads of histories in a minute, as an app that is distributed but not listed', rates),
    // No call tells a bot beforehand how its app is distributed.
    blame: 'circumstance',
  },

  knownChannel: circumstance('channel_not_found', 'an unknown channel, or a private one that was left', methods),
  membership: circumstance('not_in_channel', 'a channel that the bot is no member of', `${methods}/chat.postMessage`),
  archived: circumstance('is_archived', 'a post in an archived channel', `${methods}/chat.postMessage`),
  editArchived: circumstance('is_inactive', 'an edit in an archived channel', `${methods}/chat.update`),
  knownMessage: circumstance('message_not_found', 'a message that is not there', `${methods}/chat.update`),
  knownThread: circumstance('thread_not_found', 'a thread that is not there', 'slackapi/bolt-js#2307'),
  knownUser: circumstance('user_not_found', 'an unknown user', `${methods}/users.info`),
  ephemeralReader: circumstance('user_not_in_channel', 'an absent reader', `${methods}/chat.postEphemeral`),
  reaction: circumstance('already_reacted', 'the same reaction again', `${methods}/reactions.add`),
  cursor: bot('invalid_cursor', 'a cursor that no page gave', `${docs}/apis/web-api/pagination`),

  empty: bot('no_text', 'a message without text and blocks', `${methods}/chat.postMessage`),
  postText: {
    ...recorded('characters of a text: the rest is cut off, with a warning', `${methods}/chat.postMessage`),
    limit: 40_000,
  },
  updateText: limit(4_000, 'msg_too_long', 'bytes of the text of an edit', `${methods}/chat.update`),
  markdownText: limit(12_000, 'msg_too_long', 'characters of a markdown_text', `${methods}/chat.postMessage`),
  markdownConflict: bot('markdown_text_conflict', 'markdown_text beside text or blocks', `${methods}/chat.postMessage`),
  editOwn: bot('cant_update_message', 'an edit of a message of somebody else', `${methods}/chat.update`),
  deleteOwn: bot('cant_delete_message', 'the deletion of a message of somebody else', `${methods}/chat.delete`),
  unfurlFlags: recorded('a post without unfurl_links and unfurl_media false', `${docs}/messaging/unfurling-links`),
  liveMention: recorded('a message that calls people', formatting),
  linkNames: recorded('link_names, which makes bare words call people', formatting),
  parse: recorded('parse, which makes bare words call people', formatting),

  blocksFormat: bot('invalid_blocks_format', 'blocks that are not a list of blocks', blocks),
  blocksPerMessage: limit(50, 'invalid_blocks', 'blocks of a message', blocks),
  blockType: bot('invalid_blocks', 'a type of block that no message may have', blocks),
  blockShape: bot('invalid_blocks', 'a block without a field that it needs', blocks),
  blockId: limit(255, 'invalid_blocks', 'characters of a block_id', blocks),
  actionIdTwice: bot('invalid_blocks', 'the same action_id twice in one block', `${elements}/button-element`),
  actionId: limit(255, 'invalid_blocks', 'characters of an action_id', elements),
  markdownBlock: limit(12_000, 'msg_blocks_too_long', 'characters of a markdown block', `${blocks}/markdown-block`),
  markdownMessage: limit(
    13_200,
    'msg_blocks_too_long',
    'characters of all blocks of a message with a markdown block',
    'slackapi/bolt-js#2509, metabase#79908',
  ),
  sectionText: limit(3_000, 'invalid_blocks', 'characters of the text of a section', `${blocks}/section-block`),
  sectionFields: limit(10, 'invalid_blocks', 'fields of a section', `${blocks}/section-block`),
  sectionField: limit(2_000, 'invalid_blocks', 'characters of a field of a section', `${blocks}/section-block`),
  headerText: limit(150, 'invalid_blocks', 'characters of a header', `${blocks}/header-block`),
  contextElements: limit(10, 'invalid_blocks', 'elements of a context', `${blocks}/context-block`),
  actionsElements: limit(25, 'invalid_blocks', 'elements of an actions block', `${blocks}/actions-block`),
  contextActionsElements: limit(5, 'invalid_blocks', 'elements of context actions', `${blocks}/context-actions-block`),
  tableRows: limit(100, 'invalid_blocks', 'rows of a table', `${blocks}/table-block`),
  tableColumns: limit(20, 'invalid_blocks', 'columns of a table', `${blocks}/table-block`),
  tableCharacters: limit(10_000, 'invalid_blocks', 'characters of all tables of a message', `${blocks}/table-block`),
  dataTablePage: limit(100, 'invalid_blocks', 'page_size of a data table', `${blocks}/data-table-block`),
  cardTitle: limit(150, 'invalid_blocks', 'characters of the title of a card', `${blocks}/card-block`),
  cardBody: limit(200, 'invalid_blocks', 'characters of the body of a card', `${blocks}/card-block`),
  carouselCards: limit(10, 'invalid_blocks', 'cards of a carousel', `${blocks}/carousel-block`),
  containerBlocks: limit(10, 'invalid_blocks', 'blocks of a container', `${blocks}/container-block`),
  buttonText: limit(75, 'invalid_blocks', 'characters of the text of a button', `${elements}/button-element`),
  buttonValue: limit(2_000, 'invalid_blocks', 'characters of the value of a button', `${elements}/button-element`),
  buttonUrl: limit(3_000, 'invalid_blocks', 'characters of the address of a button', `${elements}/button-element`),
  feedbackLabel: limit(
    75,
    'invalid_blocks',
    'characters of the accessibility_label of a feedback button',
    `${elements}/feedback-buttons-element`,
  ),

  responseUses: limit(5, 'used_url', 'uses of a response_url', interactivity),
  responseLifeMs: limit(30 * minuteMs, 'expired_url', 'milliseconds of age of a response_url', interactivity),
  responseKnown: bot('expired_url', 'a response_url that was never given out', interactivity),
  responsePayload: bot('invalid_payload', 'a body that a response_url does not take', interactivity),
  lateAck: {
    ...recorded('milliseconds until an event, a command or an interaction is acknowledged', `${docs}/apis/events-api`),
    limit: 3_000,
  },

  statusMessages: limit(10, 'invalid_arguments', 'loading_messages', `${methods}/assistant.threads.setStatus`),
  agentDeclared: circumstance(
    'not_authorized',
    'a session of an app that is no declared agent (it has no scope assistant:write)',
    `${docs}/ai/agent-sessions; KiroCrew#9822`,
  ),
  sessionTitle: limit(200, 'invalid_arguments', 'characters of a session title', `${methods}/agents.sessions.rename`),

  streamThread: bot('invalid_arguments', 'a stream without thread_ts', `${methods}/chat.startStream`),
  streamRecipientTeam: bot(
    'missing_recipient_team_id',
    'a stream outside direct messages without the team of its reader',
    `${methods}/chat.startStream`,
  ),
  streamRecipientUser: bot(
    'missing_recipient_user_id',
    'a stream outside direct messages without its reader',
    `${methods}/chat.startStream`,
  ),
  streamReader: bot('invalid_arguments', 'a stream for a reader who is an app', `${methods}/chat.startStream`),
  streamExclusive: bot(
    'cannot_provide_both_markdown_text_and_chunks',
    'markdown_text and chunks in one call',
    `${methods}/chat.appendStream`,
  ),
  streamMode: bot(
    'streaming_mode_mismatch',
    'chunks in a stream of markdown_text, or the reverse',
    'hermes-agent#87743, #104173',
  ),
  streamContent: bot('no_text', 'an append without content', `${methods}/chat.appendStream`),
  streamChunks: bot('invalid_chunks', 'chunks that are none', `${methods}/chat.appendStream`),
  streamText: limit(12_000, 'msg_too_long', 'characters of one markdown_text', `${methods}/chat.appendStream`),
  streamBytes: limit(
    11_000,
    'msg_too_long',
    'bytes of a streamed message: texts, titles, and details and output twice',
    'openclaw#143882, CopilotKit#6244, vercel/chat#617',
  ),
  streamBlocks: limit(50, 'invalid_blocks', 'blocks in the chunks of a stream', `${methods}/chat.stopStream`),
  streamLifeMs: limit(
    5 * minuteMs,
    'message_not_in_streaming_state',
    'milliseconds of age of a stream',
    'slackapi/python-slack-sdk#1859, slackapi/node-slack-sdk#2702',
  ),
  streamOpen: bot(
    'message_not_in_streaming_state',
    'a stream that the bot stopped, or a message that is no stream',
    `${methods}/chat.appendStream`,
  ),
  streamStopped: circumstance(
    'message_not_in_streaming_state',
    'a stream that a person stopped',
    `${docs}/reference/events/agent_session_stopped`,
  ),
  streamOwn: bot('message_not_owned_by_app', 'a message of somebody else', `${methods}/chat.appendStream`),
  streamEdit: bot('streaming_state_conflict', 'an edit of a message that streams', `${methods}/chat.update`),

  upload: bot(
    'file_not_found',
    'a file that was not uploaded, or was shared before',
    `${methods}/files.completeUploadExternal`,
  ),
} as const satisfies Record<string, Rule>;

type RulesWith<Field> = {
  [Name in keyof typeof rules]: (typeof rules)[Name] extends Field ? Name : never;
}[keyof typeof rules];

/** The name of any rule. */
export type RuleName = keyof typeof rules;
/** A rule that a call is refused by. */
export type RefusingRule = RulesWith<{ readonly error: string }>;
/** A rule with a last good value that a call is refused by. */
export type LimitRule = RulesWith<{ readonly error: string; readonly limit: number }>;
/** A rule on how often something may be called. */
export type RateRule = RulesWith<{ readonly windowMs: number }>;
