import { describe, expect, it, onTestFinished } from 'vitest';
import { type ReiEmulator, startReiEmulator } from '../../emulators/rei/index.ts';
import { type ReiRule, type ReiRuleName, rules } from '../../emulators/rei/rules.ts';
import { callsOf, toolCall } from '../../emulators/rei/script.ts';

const user = (content: string) => ({ role: 'user', content });
const question = user('Hello?');
const result = (id: string) => ({ role: 'tool', tool_call_id: id, content: '42' });
const call = (id: string, args = '{}') => ({ id, type: 'function', function: { name: 'x', arguments: args } });
const asking = (...tool_calls: object[]) => ({ role: 'assistant', content: '', tool_calls });

const loose = { type: 'object', properties: { a: { type: 'string' } } };
const strict = { ...loose, required: ['a'], additionalProperties: false };
const tool = (name: string, parameters: object = strict) => ({
  type: 'function',
  function: { name, description: 'Does x.', parameters, strict: true },
});
const tools = (count: number) => Array.from({ length: count }, (_, at) => tool(`t${at}`));
const messages = (...list: object[]) => ({ messages: list });
const padded = (bytes: number) =>
  messages(user('x'.repeat(bytes - Buffer.byteLength(JSON.stringify(messages(user('')))))));

/** For each rule a request with the last good value and one with the first bad one. The service has made the call `known`. */
const cases: Record<ReiRuleName, { readonly good: object; readonly bad: object }> = {
  bytes: { good: padded(rules.bytes.limit), bad: padded(rules.bytes.limit + 1) },
  shape: { good: messages(question), bad: { ...messages(question), model: 'x' } },
  userFirst: { good: messages(question), bad: messages(asking(call('known')), result('known')) },
  tools: { good: { ...messages(question), tools: tools(8) }, bad: { ...messages(question), tools: tools(9) } },
  toolName: {
    good: { ...messages(question), tools: [tool('x'.repeat(64))] },
    bad: { ...messages(question), tools: [tool('x'.repeat(65))] },
  },
  toolNames: {
    good: { ...messages(question), tools: [tool('a'), tool('b')] },
    bad: { ...messages(question), tools: [tool('a'), tool('a')] },
  },
  toolSchema: {
    good: { ...messages(question), tools: [tool('a', { ...strict, properties: { a: strict } })] },
    bad: { ...messages(question), tools: [tool('a', { ...strict, properties: { a: loose } })] },
  },
  callArguments: {
    good: messages(question, asking(call('known', '{"a":1}')), result('known')),
    bad: messages(question, asking(call('known', '{"a":1')), result('known')),
  },
  callsAnswered: {
    good: messages(question, asking(call('a'), call('b')), result('b'), result('a')),
    bad: messages(question, asking(call('a'), call('b')), result('b')),
  },
  knownResult: { good: messages(question, result('known')), bad: messages(question, result('other')) },
  ownAnswer: {
    good: messages(question, asking(call('known')), result('known')),
    bad: messages(question, { role: 'assistant', content: 'Hi!' }, question),
  },
};

async function startWithCall(): Promise<{ emulator: ReiEmulator; post: (body: object) => Promise<number> }> {
  const emulator = await startReiEmulator({ sleep: () => Promise.resolve() });
  onTestFinished(() => emulator.close());
  const headers = { authorization: 'Bearer secret' };
  const url = `${emulator.url}/rei/agents/chat-completion`;
  const post = async (body: object) =>
    (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).status;
  emulator.play(callsOf([toolCall('known', 'x')]));
  await post(messages(question));
  return { emulator, post };
}

const table = new Map<string, ReiRule>(Object.entries(rules));

describe("the rules of the Rei Network's service", () => {
  it.each([...table])('say of %s where it is known from', (_, { source, breach }) => {
    expect(source).toMatch(/\w+\/\w+/);
    expect(breach).not.toBe('');
  });

  it.each(Object.entries(cases))(
    'are kept with the last good value and broken with the first bad one: %s',
    async (name, { good, bad }) => {
      const { emulator, post } = await startWithCall();
      expect(await post(good)).toBe(200);
      expect(emulator.violations).toEqual([]);
      expect(await post(bad)).toBe(table.get(name)?.refused ? 400 : 200);
      expect(new Set(emulator.violations.map(({ rule }) => rule))).toEqual(new Set([name]));
    },
  );

  it.each([
    ['a result twice', messages(question, asking(call('a')), result('a'), result('a'))],
    ['a result before its call', messages(question, result('known'), asking(call('known')))],
    ['a call at the end', messages(question, asking(call('a')))],
  ])('refuse %s', async (_what, body) => {
    const { post } = await startWithCall();
    expect(await post(body)).toBe(400);
  });

  it.each([
    ['that takes other properties', { ...strict, additionalProperties: true }],
    ['that requires what it does not have', { ...strict, required: ['a', 'b'] }],
    ['of a text', { type: 'string' }],
    ['with a loose object in a list', { ...strict, properties: { a: { type: 'array', items: loose } } }],
  ])('refuse the schema of a strict tool %s', async (_what, parameters) => {
    const { post } = await startWithCall();
    expect(await post({ ...messages(question), tools: [tool('a', parameters)] })).toBe(400);
  });
});
