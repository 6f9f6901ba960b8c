import type { RuleName } from '../../emulators/slack/index.ts';
import type { RuleCase } from './slack-cases-access.ts';
import type { Scene } from './slack-scene.ts';

type Fields = Readonly<Record<string, unknown>>;

const x = (count: number) => 'x'.repeat(count);
const list = <T>(count: number, item: T): T[] => Array.from({ length: count }, () => item);
const update = ({ web, channel, own }: Scene, text: string) => web.chat.update({ channel, ts: own, text });

/** Posts with these fields. */
const posts = (good: Fields, bad: Fields) =>
  ({
    good: ({ post }) => post({ text: 'x', ...good }),
    bad: ({ post }) => post({ text: 'x', ...bad }),
  }) satisfies RuleCase;

/** A message with the blocks that are made for the last good and for the first bad number. */
const blocks = (limit: number, make: (count: number) => Fields | Fields[]) =>
  posts({ blocks: [make(limit)].flat() }, { blocks: [make(limit + 1)].flat() });

const mrkdwn = (count: number) => ({ type: 'mrkdwn', text: x(count) });
const plain = (count: number) => ({ type: 'plain_text', text: x(count) });
const markdown = (count: number) => ({ type: 'markdown', text: x(count) });
const actions = (element: Fields) => ({ type: 'actions', elements: [element] });
const button = (fields: Fields) => actions({ type: 'button', action_id: 'a', text: plain(1), ...fields });
const cell = (count: number) => ({ type: 'raw_text', text: x(count) });
const table = (rows: Fields[][]) => ({ type: 'table', rows });
const feedback = (count: number, id = 'a') => ({
  type: 'feedback_buttons',
  action_id: id,
  positive_button: { text: plain(1), value: 'good', accessibility_label: x(count) },
  negative_button: { text: plain(1), value: 'bad' },
});

/** What a message may be. */
export const contentCases = {
  empty: { good: ({ post }) => post({ text: 'x' }), bad: ({ post }) => post({ text: ' ' }) },
  postText: posts({ text: x(40_000) }, { text: x(40_001) }),
  updateText: {
    good: (scene) => update(scene, 'é'.repeat(2_000)),
    bad: (scene) => update(scene, `${'é'.repeat(2_000)}x`),
  },
  markdownText: {
    good: ({ post }) => post({ markdown_text: x(12_000) }),
    bad: ({ post }) => post({ markdown_text: x(12_001) }),
  },
  markdownConflict: {
    good: ({ web, channel, own }) => web.chat.update({ channel, ts: own, markdown_text: 'x' }),
    bad: ({ web, channel, own }) => web.chat.update({ channel, ts: own, text: 'x', markdown_text: 'x' }),
  },
  editOwn: {
    good: (scene) => update(scene, 'x'),
    bad: ({ web, channel, root }) => web.chat.update({ channel, ts: root, text: 'x' }),
  },
  deleteOwn: {
    good: ({ web, channel, own }) => web.chat.delete({ channel, ts: own }),
    bad: ({ web, channel, root }) => web.chat.delete({ channel, ts: root }),
  },
  unfurlFlags: posts({}, { unfurl_media: undefined }),
  liveMention: posts({ text: '&lt;!here&gt; @channel' }, { text: '<!here>' }),
  linkNames: posts({ link_names: false }, { link_names: true }),
  parse: posts({}, { parse: 'full' }),

  blocksFormat: posts({ blocks: '[{"type":"divider"}]' }, { blocks: 'nonsense' }),
  blocksPerMessage: blocks(50, (count) => list(count, { type: 'divider' })),
  blockType: posts({ blocks: [{ type: 'divider' }] }, { blocks: [{ type: 'marquee' }] }),
  blockShape: posts({ blocks: [markdown(1)] }, { blocks: [{ type: 'markdown' }] }),
  blockId: blocks(255, (count) => ({ type: 'divider', block_id: x(count) })),
  actionId: blocks(255, (count) => button({ action_id: x(count) })),
  actionIdTwice: posts(
    { blocks: [{ type: 'actions', elements: ['a', 'b'].map((id) => ({ ...button({}).elements[0], action_id: id })) }] },
    { blocks: [{ type: 'actions', elements: ['a', 'a'].map((id) => ({ ...button({}).elements[0], action_id: id })) }] },
  ),
  markdownBlock: blocks(12_000, markdown),
  markdownMessage: blocks(13_200, (count) => [markdown(12_000), markdown(count - 12_000)]),
  sectionText: blocks(3_000, (count) => ({ type: 'section', text: mrkdwn(count) })),
  sectionFields: blocks(10, (count) => ({ type: 'section', fields: list(count, mrkdwn(1)) })),
  sectionField: blocks(2_000, (count) => ({ type: 'section', fields: [mrkdwn(1), mrkdwn(count)] })),
  headerText: blocks(150, (count) => ({ type: 'header', text: plain(count) })),
  contextElements: blocks(10, (count) => ({ type: 'context', elements: list(count, mrkdwn(1)) })),
  actionsElements: blocks(25, (count) => ({
    type: 'actions',
    elements: Array.from({ length: count }, (_, index) => ({ type: 'button', action_id: `a${index}`, text: plain(1) })),
  })),
  contextActionsElements: blocks(5, (count) => ({
    type: 'context_actions',
    elements: Array.from({ length: count }, (_, index) => feedback(1, `a${index}`)),
  })),
  tableRows: blocks(100, (count) => table(list(count, [cell(1)]))),
  tableColumns: blocks(20, (count) => table([list(count, cell(1))])),
  tableCharacters: blocks(10_000, (count) => [table([[cell(5_000)]]), table([[cell(count - 5_000)]])]),
  dataTablePage: blocks(100, (count) => ({ type: 'data_table', caption: 'x', rows: [[cell(1)]], page_size: count })),
  cardTitle: blocks(150, (count) => ({ type: 'card', title: mrkdwn(count) })),
  cardBody: blocks(200, (count) => ({ type: 'carousel', elements: [{ type: 'card', body: mrkdwn(count) }] })),
  carouselCards: blocks(10, (count) => ({ type: 'carousel', elements: list(count, { type: 'card' }) })),
  containerBlocks: blocks(10, (count) => ({ type: 'container', child_blocks: list(count, { type: 'divider' }) })),
  buttonText: blocks(75, (count) => button({ text: plain(count) })),
  buttonValue: blocks(2_000, (count) => button({ value: x(count) })),
  buttonUrl: blocks(3_000, (count) => ({
    type: 'section',
    text: mrkdwn(1),
    accessory: { type: 'button', action_id: 'a', text: plain(1), url: `https://a.example/${x(count - 18)}` },
  })),
  feedbackLabel: blocks(75, (count) => ({ type: 'context_actions', elements: [feedback(count)] })),
  upload: {
    good: ({ web, channel, root }) =>
      web.files.uploadV2({ channel_id: channel, thread_ts: root, filename: 'answer.md', content: '# Answer' }),
    bad: ({ web, channel }) => web.files.completeUploadExternal({ channel_id: channel, files: [{ id: 'F000000001' }] }),
  },
} as const satisfies Partial<Record<RuleName, RuleCase>>;
