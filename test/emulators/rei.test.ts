import { describe, expect, it, onTestFinished } from 'vitest';
import { type ReiEmulatorOptions, startReiEmulator } from '../../emulators/rei/index.ts';
import { preparedReiAnswer } from '../../emulators/rei/prepared.ts';
import { callsOf, toolCall } from '../../emulators/rei/script.ts';

const valid = { messages: [{ role: 'user', content: 'Hello?' }] };

async function started(options: ReiEmulatorOptions = {}) {
  const emulator = await startReiEmulator({ sleep: () => Promise.resolve(), ...options });
  onTestFinished(() => emulator.close());
  const post = (body: unknown, path = '/rei/agents/chat-completion', authorization = 'Bearer secret') =>
    fetch(`${emulator.url}${path}`, { method: 'POST', headers: { authorization }, body: JSON.stringify(body) });
  return { emulator, post };
}

describe("the emulator of the Rei Network's service", () => {
  it.each(['/rei/agents/chat-completion', '/v1/chat/completions'])('answers at %s as documented', async (path) => {
    const { emulator, post } = await started();
    emulator.play({ kind: 'answer', content: 'Hi!' });
    expect(await (await post(valid, path)).json()).toEqual({
      choices: [{ index: 0, message: { content: 'Hi!', role: 'assistant' } }],
    });
    expect(emulator.journal.of(`POST ${path}`)).toMatchObject([{ args: valid, outcome: 'ok' }]);
  });

  it.each(['/rei/agents', '/v1/agents'])('tells about the agent at %s', async (path) => {
    const { emulator } = await started({ secret: 'right' });
    const get = (secret: string) => fetch(emulator.url + path, { headers: { authorization: `Bearer ${secret}` } });
    expect((await get('wrong')).status).toBe(401);
    expect(await (await get('right')).json()).toMatchObject({ name: 'Dummy Agent', response_format: 'text' });
  });

  it('refuses a wrong secret and an unknown path', async () => {
    const { post } = await started({ secret: 'right' });
    expect((await post(valid)).status).toBe(401);
    expect((await post(valid, '/rei/agents/chat-completion', '')).status).toBe(401);
    expect((await post(valid, '/rei/other', 'Bearer right')).status).toBe(404);
  });

  it.each([
    ['a temperature', { ...valid, temperature: 0 }],
    ['a stream', { ...valid, stream: false }],
    ['no messages', { messages: [] }],
    ['no JSON object', 'x'],
  ])('refuses %s and remembers it', async (_what, body) => {
    const { emulator, post } = await started();
    expect((await post(body)).status).toBe(400);
    expect(emulator.violations.length).toBeGreaterThan(0);
    expect(emulator.requests).toEqual([]);
  });

  it.each([
    ['another name', { agent: { name: 'Ada' } }, 200, { name: 'Ada', response_format: 'text' }],
    ['nothing', { script: { kind: 'response', status: 410, body: { error: 'gone' } } }, 410, { error: 'gone' }],
  ] as const)('tells %s about the agent when a script says so', async (_what, how, status, body) => {
    const { emulator } = await started();
    emulator.describeAgent(how);
    const response = await fetch(`${emulator.url}/rei/agents`, { headers: { authorization: 'Bearer x' } });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject(body);
  });

  it('keeps the results of tools that a request brings', async () => {
    const { emulator, post } = await started();
    emulator.play(callsOf([toolCall('c1', 'x')]));
    await post(valid);
    await post({ messages: [...valid.messages, { role: 'tool', tool_call_id: 'c1', content: '42' }] });
    expect(emulator.requests.map(({ results }) => results)).toEqual([[], ['42']]);
  });

  it('has prepared answers, and says so when none fits', () => {
    const prepared = (message: string) => preparedReiAnswer({ message, body: { messages: [] }, results: [] });
    expect(prepared('How does staking on Ethereum work?')).toMatchObject({
      kind: 'answer',
      content: expect.stringContaining('32 ETH'),
    });
    expect(prepared('What is the halving?')).toMatchObject({ content: expect.stringContaining('210,000') });
    expect(prepared('Earlier: staking?\n\nAnd the weather?')).toMatchObject({
      content: expect.stringContaining('This is an example answer'),
    });
  });

  it('has something researched where there is a tool for it, and cites what it was told', () => {
    const parameters = {};
    const tools = [{ type: 'function' as const, function: { name: 'research', description: 'x', parameters } }];
    const message = 'What does the EU AI Act prohibit?';
    const found = '> [4] Regulation https://eur-lex.europa.eu/eli/reg/2024/1689/oj';
    const asked = preparedReiAnswer({ message, body: { messages: [], tools }, results: [] });
    expect(asked).toMatchObject({ toolCalls: [{ function: { name: 'research' } }] });
    const answered = preparedReiAnswer({ message, body: { messages: [], tools }, results: [found] });
    expect(answered).toMatchObject({ content: expect.stringMatching(/Regulation \(EU\) 2024\/1689 \[4\]\./) });
    const alone = preparedReiAnswer({ message, body: { messages: [] }, results: [] });
    expect(JSON.stringify(alone)).not.toMatch(/\[\d+\]|\{https|toolCalls/);
  });
});
