import { describe, expect, it, onTestFinished } from 'vitest';
import { type ReiEmulatorOptions, startReiEmulator } from '../../emulators/rei/index.ts';
import { preparedReiAnswer } from '../../emulators/rei/prepared.ts';

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
    ['a model', { ...valid, model: 'x' }],
    ['a temperature', { ...valid, temperature: 0 }],
    ['a stream', { ...valid, stream: false }],
    ['no messages', { messages: [] }],
    ['more than 30,000 bytes', { messages: [{ role: 'user', content: '漢'.repeat(10_000) }] }],
    ['no JSON object', 'x'],
  ])('refuses %s and remembers it', async (_what, body) => {
    const { emulator, post } = await started();
    expect((await post(body)).status).toBe(400);
    expect(emulator.violations.length).toBeGreaterThan(0);
    expect(emulator.requests).toEqual([]);
  });

  it('takes tools and a tool round', async () => {
    const { emulator, post } = await started();
    const tools = [
      { type: 'function', function: { name: 'x', description: 'X', parameters: { type: 'object' }, strict: true } },
    ];
    const tool_calls = [{ id: 'c1', type: 'function', function: { name: 'x', arguments: '{}' } }];
    const messages = [
      ...valid.messages,
      { role: 'assistant', content: '', tool_calls },
      { role: 'tool', tool_call_id: 'c1', content: '42' },
    ];
    expect((await post({ messages, tools })).status).toBe(200);
    expect((await post({ ...valid, tools: [] })).status).toBe(200);
    expect(emulator.violations).toEqual([]);
  });

  it('remembers when it is fed its own answers', async () => {
    const { emulator, post } = await started();
    await post({ messages: [...valid.messages, { role: 'assistant', content: 'Hi!' }, ...valid.messages] });
    expect(emulator.violations).toEqual(['an answer of the Reigent is sent back to it']);
  });

  it('has prepared answers, and says so when none fits', () => {
    expect(preparedReiAnswer('How does staking on Ethereum work?')).toMatchObject({
      kind: 'answer',
      content: expect.stringContaining('32 ETH'),
    });
    expect(preparedReiAnswer('What is the halving?')).toMatchObject({ content: expect.stringContaining('210,000') });
    expect(preparedReiAnswer('Earlier: staking?\n\nAnd the weather?')).toMatchObject({
      content: expect.stringContaining('This is an example answer'),
    });
  });
});
