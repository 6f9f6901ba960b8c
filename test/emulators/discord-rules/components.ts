import type { RuleCase } from './bench.ts';

const button = (custom_id: string, more: object = {}) => ({ type: 2, style: 2, label: 'Stop', custom_id, ...more });
const link = (url: string) => ({ type: 2, style: 5, label: 'Page', url });
const select = (count: number, custom_id = 'select') => ({
  type: 3,
  custom_id,
  options: Array.from({ length: count }, (_, index) => ({ label: `${index}`, value: `${index}` })),
});
const row = (...components: object[]) => ({ type: 1, components });
const buttons = (count: number) => Array.from({ length: count }, (_, index) => button(`button ${index}`));
const display = (content: string) => ({ type: 10, content });
const displays = (count: number, content = 'a') => Array.from({ length: count }, () => display(content));

function legacy(good: readonly object[], bad: readonly object[]): RuleCase {
  return { good: ({ send }) => send({ components: good }), bad: ({ send }) => send({ components: bad }) };
}

function v2(good: readonly object[], bad: readonly object[]): RuleCase {
  const body = (components: readonly object[]) => ({ content: undefined, flags: 1 << 15, components });
  return { good: ({ send }) => send(body(good)), bad: ({ send }) => send(body(bad)) };
}

const page = 'https://example.com/';

/** Rules about components. */
export const componentCases = {
  actionRows: legacy(
    buttons(5).map((one) => row(one)),
    buttons(6).map((one) => row(one)),
  ),
  rowButtons: legacy([row(...buttons(5))], [row(...buttons(6))]),
  rowSelects: legacy([row(select(1))], [row(select(1), select(1, 'other'))]),
  buttonLabel: legacy([row(button('a', { label: '🙂'.repeat(80) }))], [row(button('a', { label: '🙂'.repeat(81) }))]),
  buttonUrl: legacy(
    [row(link(page + 'a'.repeat(512 - page.length)))],
    [row(link(page + 'a'.repeat(513 - page.length)))],
  ),
  buttonKind: legacy([row(link(page))], [row({ ...link(page), custom_id: 'a' })]),
  customId: legacy([row(button('a'.repeat(100)))], [row(button('a'.repeat(101)))]),
  customIdTwice: legacy([row(button('a'), button('b'))], [row(button('a'), button('a'))]),
  selectOptions: legacy([row(select(25))], [row(select(26))]),
  componentType: legacy([row(button('a'))], [button('a')]),
  v2Components: v2(displays(40), displays(41)),
  v2Text: v2([...displays(1, 'a'.repeat(3999)), display('b')], [...displays(1, 'a'.repeat(4000)), display('b')]),
  v2Bytes: v2([display(`${'字'.repeat(3382)}`)], [display(`${'字'.repeat(3382)}a`)]),
} satisfies Record<string, RuleCase>;
