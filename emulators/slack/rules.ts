import { SlackError } from './slack-error.ts';

/** Something that Slack enforces. */
export interface Rule {
  /** The error code that a violation is answered with. */
  readonly error: string;
  /** The last good value. Characters are counted in UTF-16 units: Slack's unit is not documented, and this one is the strictest. */
  readonly limit?: number;
  /** Where it is known from. */
  readonly source: string;
}

const blockKit = 'docs.slack.dev/reference/block-kit/blocks';

/** Every rule that the emulator enforces, by name. */
export const rules = {
  markdownBlock: {
    error: 'msg_blocks_too_long',
    limit: 12_000,
    source: `${blockKit}/markdown-block: characters of one markdown block`,
  },
  markdownMessage: {
    error: 'msg_blocks_too_long',
    limit: 13_200,
    source: 'slackapi/bolt-js#2509, metabase#79908: characters of all blocks of a message with a markdown block',
  },
  blocksPerMessage: { error: 'invalid_blocks', limit: 50, source: `${blockKit}: blocks in a message` },
  blockType: { error: 'invalid_blocks', source: `${blockKit}: the types that a message may have` },
  blockShape: { error: 'invalid_blocks', source: `${blockKit}: required fields` },
  blockId: { error: 'invalid_blocks', limit: 255, source: `${blockKit}: block_id and action_id` },
  sectionText: { error: 'invalid_blocks', limit: 3_000, source: `${blockKit}/section-block: text` },
  sectionFields: { error: 'invalid_blocks', limit: 10, source: `${blockKit}/section-block: fields` },
  sectionField: { error: 'invalid_blocks', limit: 2_000, source: `${blockKit}/section-block: text of a field` },
  headerText: { error: 'invalid_blocks', limit: 150, source: `${blockKit}/header-block` },
  contextElements: { error: 'invalid_blocks', limit: 10, source: `${blockKit}/context-block` },
  actionsElements: { error: 'invalid_blocks', limit: 25, source: `${blockKit}/actions-block` },
  contextActionsElements: { error: 'invalid_blocks', limit: 5, source: `${blockKit}/context-actions-block` },
  updateText: {
    error: 'msg_too_long',
    limit: 4_000,
    source: 'reported by several projects: UTF-8 bytes of the text of chat.update',
  },
  postText: {
    error: 'message_truncated',
    limit: 40_000,
    source: 'docs.slack.dev/reference/methods/chat.postMessage: truncated with a warning, not refused',
  },
  empty: { error: 'no_text', source: 'docs.slack.dev/reference/methods/chat.postMessage' },
  editOwn: { error: 'cant_update_message', source: 'docs.slack.dev/reference/methods/chat.update' },
  deleteOwn: { error: 'cant_delete_message', source: 'docs.slack.dev/reference/methods/chat.delete' },
  knownMessage: { error: 'message_not_found', source: 'docs.slack.dev/reference/methods/chat.update' },
  knownChannel: { error: 'channel_not_found', source: 'docs.slack.dev/reference/methods/chat.postMessage' },
  knownThread: {
    error: 'thread_not_found',
    source: 'slackapi/bolt-js#2307; Slack may also accept it and show a stray message',
  },
  membership: {
    error: 'not_in_channel',
    source: 'docs.slack.dev/reference/methods/chat.postMessage; chat:write.public lifts it for public channels',
  },
  archived: { error: 'is_archived', source: 'docs.slack.dev/reference/methods/chat.postMessage' },
  ephemeralReader: { error: 'user_not_in_channel', source: 'docs.slack.dev/reference/methods/chat.postEphemeral' },
  statusMessages: {
    error: 'invalid_arguments',
    limit: 10,
    source: 'docs.slack.dev/reference/methods/assistant.threads.setStatus: loading_messages',
  },
  responseUses: { error: 'used_url', limit: 5, source: 'docs.slack.dev/interactivity/handling-user-interaction' },
  responseLifeMs: {
    error: 'expired_url',
    limit: 30 * 60_000,
    source: 'docs.slack.dev/interactivity/handling-user-interaction',
  },
} as const satisfies Record<string, Rule>;

/** Throws the error of a rule. `because` tells a developer what was wrong, where Slack would tell it too. */
export function refuse(rule: keyof typeof rules, because?: string): never {
  throw new SlackError(
    rules[rule].error,
    because === undefined ? {} : { response_metadata: { messages: [`[ERROR] ${because}`] } },
  );
}
