import { describe, expect, it } from 'vitest';
import { callsOf, type ReiScript, toolCall } from '../../../emulators/rei/script.ts';
import type { ReigentAgentOptions } from '../../../src/agents/reigent/client.ts';
import type { Step } from '../../../src/core/answer/answer.ts';
import { FootnoteError } from '../../../src/core/errors.ts';
import type { Tool } from '../../../src/core/ports/agent.ts';
import { ask, logged, turnOf } from '../ask.ts';
import { emulated, limits } from './emulated.ts';
import { fakeTool, said } from './fake-tool.ts';

const answer = (content: string): ReiScript => ({ kind: 'answer', content });
const refusal = (status: number, details: string, headers?: Record<string, string>): ReiScript => ({
  kind: 'response',
  status,
  body: { error: 'AppError', details },
  ...(headers && { headers }),
});
const callX = (id = 'c1', args: unknown = {}) => callsOf([toolCall(id, 'x', args)]);

async function played(
  tools: readonly Tool[],
  scripts: readonly ReiScript[],
  options: Partial<ReigentAgentOptions> = {},
) {
  const world = await emulated({ tools, ...options });
  world.emulator.play(...scripts);
  const outcome = await ask(world.agent, 'What now?');
  return { ...world, ...outcome, last: world.emulator.requests.at(-1) };
}

const stepsOf = (steps: readonly Step[]) =>
  steps.flatMap((step) => (step.kind === 'tool' ? [[step.name, step.state, step.error ?? '']] : []));

describe('a Reigent with tools', () => {
  it('is offered them, and may answer without', async () => {
    const tool = fakeTool('x', () => said('never'));
    const { answer: given, emulator, last } = await played([tool], [answer('Just so.')]);
    expect(given).toMatchObject({ state: 'complete', text: 'Just so.', steps: [], notices: [] });
    expect(last?.body.tools).toEqual([
      {
        type: 'function',
        function: { name: 'x', description: 'Does x.', parameters: tool.parameters, strict: true },
      },
    ]);
    expect(tool.calls).toEqual([]);
    expect(emulator.violations).toEqual([]);
  });

  it('gets the result of a call under its id, in the standard form', async () => {
    const tool = fakeTool('x', () => said('42'));
    const { answer: given, emulator, last } = await played([tool], [callX('call_7', { a: 1 }), answer('It is 42.')]);
    expect(given).toMatchObject({ state: 'complete', text: 'It is 42.', notices: [] });
    expect(stepsOf(given.steps)).toEqual([['x', 'done', '']]);
    expect(tool.calls).toEqual([{ a: 1 }]);
    expect(last?.body.messages).toEqual([
      { role: 'user', content: 'What now?' },
      {
        role: 'assistant',
        content: '',
        tool_calls: [{ id: 'call_7', type: 'function', function: { name: 'x', arguments: '{"a":1}' } }],
      },
      { role: 'tool', tool_call_id: 'call_7', content: '42' },
    ]);
    expect(last?.body.tools).toHaveLength(1);
    expect(emulator.violations).toEqual([]);
  });

  it('may think aloud beside its calls, which is shown as a thought and not as the answer', async () => {
    const scripts = [callsOf([toolCall('c1', 'x')], 'Let me see.'), answer('Seen.')];
    const { answer: given, emulator } = await played([fakeTool('x', () => said('1'))], scripts);
    expect(given.text).toBe('Seen.');
    expect(given.steps[0]).toMatchObject({ kind: 'thought', text: 'Let me see.' });
    expect(emulator.violations).toEqual([]);
  });

  it('has the calls of a round carried out at the same time', async () => {
    const started: string[] = [];
    let release = () => {};
    const all = new Promise<void>((resolve) => {
      release = resolve;
    });
    const meet = (name: string) =>
      fakeTool(name, async () => {
        started.push(name);
        if (started.length === 3) release();
        await all;
        return said(`${name}!`);
      });
    const calls = callsOf([toolCall('1', 'a'), toolCall('2', 'b'), toolCall('3', 'c')]);
    const { answer: given, last } = await played([meet('a'), meet('b'), meet('c')], [calls, answer('All.')]);
    expect(given).toMatchObject({ state: 'complete', text: 'All.' });
    expect(last?.results).toEqual(['a!', 'b!', 'c!']);
  });

  it('may call in five rounds, with everything before in each request', async () => {
    const rounds = [1, 2, 3, 4, 5];
    const tool = fakeTool('x', () => said(`result ${tool.calls.length}`));
    const scripts = [...rounds.map((round) => callX(`c${round}`)), answer('Done.')];
    const { answer: given, emulator, last } = await played([tool], scripts);
    expect(given).toMatchObject({ state: 'complete', text: 'Done.', notices: [] });
    expect(last?.results).toEqual(rounds.map((round) => `result ${round}`));
    expect(emulator.violations).toEqual([]);
  });

  it('sees what a tool delivers counted as delivered, also while it runs', async () => {
    const page = (path: string) => ({ url: `https://example.org/${path}`, title: path });
    const tool = fakeTool('x', (_args, { report }) => {
      report({ id: 's1', kind: 'search', state: 'running', query: 'q', pages: [] });
      report({ id: 's1', kind: 'search', state: 'done', query: 'q', pages: [page('found')] });
      report({ id: 's2', kind: 'search', state: 'running', query: 'r', pages: [] });
      return { text: '1', pages: [page('own')] };
    });
    const { answer: given } = await played([tool], [callX(), answer('Done.')]);
    expect(given.steps.map(({ kind, state, pages }) => [kind, state, pages.map(({ title }) => title)])).toEqual([
      ['tool', 'done', ['own']],
      ['search', 'done', ['found']],
      ['search', 'done', []],
    ]);
  });

  it('adds up what all its replies counted', async () => {
    const usage = { prompt_tokens: 3, completion_tokens: 4 };
    const call = { choices: [{ message: { content: '', tool_calls: [toolCall('c1', 'x')] } }], usage };
    const end = { choices: [{ message: { content: 'Done.' } }], usage };
    const scripts = [call, end].map((body): ReiScript => ({ kind: 'response', status: 200, body }));
    const { answer: given } = await played([fakeTool('x', () => said('1'))], scripts);
    expect(given.usage).toEqual({ promptTokens: 6, completionTokens: 8 });
  });

  it('may stream its calls in pieces', async () => {
    const chunk = (delta: object) => `data: ${JSON.stringify({ choices: [{ delta }] })}\n\n`;
    const body = [
      chunk({ tool_calls: [{ index: 0, ...toolCall('c1', 'x', '{"a"') }] }),
      chunk({ tool_calls: [{ index: 0, function: { arguments: ':1}' } }] }),
      'data: [DONE]\n\n',
    ].join('');
    const headers = { 'content-type': 'text/event-stream' };
    const tool = fakeTool('x', () => said('1'));
    const scripts: ReiScript[] = [{ kind: 'response', status: 200, body, headers }, answer('Done.')];
    // The service did not make this call by a script that it knows, but the standard form stands for itself.
    const { answer: given } = await played([tool], scripts);
    expect(given).toMatchObject({ state: 'complete', text: 'Done.' });
    expect(tool.calls).toEqual([{ a: 1 }]);
  });
});

describe('a call that goes wrong', () => {
  const fine = fakeTool('x', () => said('fine'));

  it.each([
    ['arguments that are no JSON', callX('c1', '{"a":'), /one JSON object/],
    ['arguments that are a list', callX('c1', [1]), /one JSON object/],
    ['arguments without end', callX('c1', { a: 'x'.repeat(3000) }), /one JSON object/],
    ['an unknown tool', callsOf([toolCall('c1', 'launch')]), /no such tool.*There are: x, bad, broken/],
    ['a tool without a name', callsOf([{ id: 'c1' }]), /no such tool/],
    ['a name that is no name', callsOf([toolCall('c1', '<@everyone> \n'.repeat(50))]), /no such tool/],
    ['a tool that refuses', callsOf([toolCall('c1', 'bad')]), /Error: not like this/],
    ['a tool that throws', callsOf([toolCall('c1', 'broken')]), /the tool failed \(upstream\)/],
  ])('because of %s is told to the Reigent, and the answer goes on', async (_what, script, expected) => {
    const bad = fakeTool('bad', () => ({ ...said('Error: not like this'), failed: true }));
    const broken = fakeTool('broken', () => {
      throw new FootnoteError('upstream', 'the stack and sk-secret');
    });
    const { answer: given, emulator, last } = await played([fine, bad, broken], [script, answer('Without it, then.')]);
    expect(given).toMatchObject({ state: 'complete', text: 'Without it, then.', notices: [] });
    expect(last?.results).toEqual([expect.stringMatching(expected)]);
    expect(JSON.stringify(last?.body)).not.toContain('sk-secret');
    expect(stepsOf(given.steps)).toEqual([[expect.any(String), 'failed', expect.stringMatching(expected)]]);
    expect(emulator.violations).toEqual([]);
  });

  it('by throwing is in the log, with its reason', async () => {
    const broken = fakeTool('x', () => Promise.reject(new TypeError('of undefined')));
    const { log } = await played([broken], [callX(), answer('Sorry.')]);
    expect(log).toMatchObject([
      { level: 'warn', fields: { tool: 'x', err: { kind: 'bug', message: 'of undefined' } } },
    ]);
  });

  it('does not take the others of its round with it', async () => {
    const broken = fakeTool('broken', () => Promise.reject(new Error('no')));
    const calls = callsOf([toolCall('1', 'broken'), toolCall('2', 'x')]);
    const { last } = await played([fine, broken], [calls, answer('Half.')]);
    expect(last?.results).toEqual([expect.stringContaining('the tool failed'), 'fine']);
  });

  it.each([
    ['no ids', [{ function: { name: 'x', arguments: '{}' } }, { function: { name: 'x', arguments: {} } }]],
    ['the same id twice', [toolCall('c', 'x'), toolCall('c', 'x')]],
    ['an endless id', [toolCall('c'.repeat(10_000), 'x')]],
  ])('with %s is answered under an id of its own', async (_what, calls) => {
    const { answer: given, emulator, last } = await played([fine], [callsOf(calls), answer('Done.')]);
    expect(given.text).toBe('Done.');
    expect(last?.results).toEqual(calls.map(() => 'fine'));
    expect(emulator.violations).toEqual([]);
  });

  it('in empty text is a call without arguments', async () => {
    const tool = fakeTool('x', () => said('fine'));
    await played([tool], [callX('c1', ''), answer('Done.')]);
    expect(tool.calls).toEqual([{}]);
  });

  it('by hanging is ended when the time for tools is over, though it does not listen', async () => {
    const world = await emulated({ tools: [fakeTool('x', hanging)] });
    function hanging() {
      world.clock.jump(limits.toolsMs);
      return new Promise<never>(() => undefined);
    }
    world.emulator.play(callX(), answer('Without it.'));
    const { answer: given } = await ask(world.agent);
    expect(given).toMatchObject({ state: 'complete', text: 'Without it.' });
    expect(world.emulator.requests.at(-1)?.results).toEqual([expect.stringContaining('took too long')]);
    expect(stepsOf(given.steps)).toEqual([['x', 'failed', expect.stringContaining('took too long')]]);
  });

  it('by returning 5 MB is cut, which is said', async () => {
    const tool = fakeTool('x', () => said('😀"'.repeat(1_700_000)));
    const { answer: given, emulator, last } = await played([tool], [callX(), answer('Much.')]);
    expect(given).toMatchObject({ state: 'complete', text: 'Much.', notices: ['left-out'] });
    expect(last?.results[0]).toMatch(/Cut here/);
    expect(emulator.violations).toEqual([]);
  });
});

describe('a limit of the tools', () => {
  const endless = () => {
    let calls = 0;
    return (): ReiScript => {
      calls += 1;
      return callX(`c${calls}`);
    };
  };

  it('ends endless rounds with an answer that says so', async () => {
    const tool = fakeTool('x', () => said('1'));
    const { emulator, agent } = await emulated({ tools: [tool] });
    emulator.answerWith(endless());
    const { answer: given, error } = await ask(agent);
    expect(error).toBeUndefined();
    expect(given).toMatchObject({ state: 'incomplete', text: '', notices: ['tool-limit'] });
    expect(tool.calls).toHaveLength(limits.maxRounds);
    expect(emulator.requests).toHaveLength(limits.maxRounds + 2);
    expect(emulator.violations).toEqual([]);
  });

  it('lets the Reigent answer with what there is, without tools', async () => {
    const tool = fakeTool('x', () => said('1'));
    const { emulator, agent } = await emulated({ tools: [tool] });
    const call = endless();
    emulator.answerWith(({ body }) => (body.tools ? call() : answer('As far as I got.')));
    const { answer: given } = await ask(agent);
    expect(given).toMatchObject({ state: 'incomplete', text: 'As far as I got.', notices: ['tool-limit'] });
    expect(emulator.requests.at(-1)?.message).toContain('No more tools can be called');
    expect(emulator.requests.at(-1)?.results.at(-1)).toContain('no more calls are possible');
  });

  it('holds for the calls of all rounds together', async () => {
    const tool = fakeTool('x', () => said('1'));
    const many = (from: number, to: number) =>
      callsOf(Array.from({ length: to - from }, (_, at) => toolCall(`c${from + at}`, 'x')));
    const { answer: given, emulator } = await played([tool], [many(0, 5), many(5, 500), answer('Enough.')]);
    expect(tool.calls).toHaveLength(limits.maxCalls);
    expect(given).toMatchObject({ state: 'incomplete', text: 'Enough.', notices: ['tool-limit'] });
    expect(emulator.violations).toEqual([]);
  });

  it('is not said when it was met but not passed', async () => {
    const calls = callsOf(Array.from({ length: limits.maxCalls }, (_, at) => toolCall(`c${at}`, 'x')));
    const { answer: given } = await played([fakeTool('x', () => said('1'))], [calls, answer('Just enough.')]);
    expect(given).toMatchObject({ state: 'complete', notices: [] });
  });

  it('in time lets no other call begin', async () => {
    const world = await emulated({ tools: [fakeTool('x', slow)] });
    function slow() {
      world.clock.jump(limits.toolsMs);
      return said('late');
    }
    world.emulator.play(callX('c1'), callX('c2'), answer('In time.'));
    const { answer: given } = await ask(world.agent);
    expect(given).toMatchObject({ state: 'incomplete', text: 'In time.', notices: ['tool-limit'] });
  });

  it('of no rounds offers no tools', async () => {
    const none = { limits: { ...limits, maxRounds: 0 } };
    const { last } = await played([fakeTool('x', () => said('1'))], [answer('Alone.')], none);
    expect(last?.body.tools).toBeUndefined();
  });

  it('of eight tools is the operator’s business', async () => {
    const tools = Array.from({ length: 9 }, (_, at) => fakeTool(`t${at}`, () => said('1')));
    await expect(emulated({ tools })).rejects.toMatchObject({ kind: 'config' });
    const { emulator } = await played(tools.slice(1), [answer('Eight.')]);
    expect(emulator.violations).toEqual([]);
  });
});

describe('a request of 30,000 bytes', () => {
  it('keeps the newest results, leaves out the older ones, and says so', async () => {
    const tool = fakeTool('x', () => said(`${tool.calls.length}:${'漢'.repeat(3_000)}`));
    const {
      answer: given,
      emulator,
      last,
    } = await played([tool], [callX('c1'), callX('c2'), callX('c3'), callX('c4'), answer('Done.')]);
    expect(last?.results.map((text) => text.slice(0, 2))).toEqual(['2:', '3:', '4:']);
    expect(last?.message).toContain('left out');
    expect(given).toMatchObject({ state: 'complete', text: 'Done.', notices: ['left-out'] });
    expect(emulator.violations).toEqual([]);
  });

  it('leaves out earlier questions before results', async () => {
    const { emulator, agent } = await emulated({ tools: [fakeTool('x', () => said('r'.repeat(9_000)))] });
    emulator.play(callX('c1'), callX('c2'), answer('Done.'));
    const turns = [turnOf(`old ${'a'.repeat(8_000)}`, ''), turnOf(`new ${'b'.repeat(8_000)}`, '')];
    const { answer: given } = await ask(agent, 'And now?', { turns });
    expect(given).toMatchObject({ text: 'Done.', notices: ['left-out'] });
    const last = emulator.requests.at(-1);
    expect(last?.results).toHaveLength(2);
    expect(last?.message).toContain('> new');
    expect(last?.message).not.toContain('> old');
    expect(emulator.violations).toEqual([]);
  });

  it('holds several long results of one round by cutting them', async () => {
    const tool = fakeTool('x', () => said('漢'.repeat(9_000)));
    const calls = callsOf(Array.from({ length: 5 }, (_, at) => toolCall(`c${at}`, 'x')));
    const { answer: given, emulator, last } = await played([tool], [calls, answer('Done.')]);
    expect(last?.results).toHaveLength(5);
    for (const text of last?.results ?? []) expect(text).toMatch(/^漢+\n\(Cut here/);
    expect(given.notices).toEqual(['left-out']);
    expect(emulator.violations).toEqual([]);
  });
});

describe('a service that refuses results', () => {
  const tool = () => fakeTool('x', () => said('42'));

  it('in the standard form gets them in the short one, once', async () => {
    const scripts = [callX(), refusal(400, 'role assistant is not supported'), answer('It is 42.')];
    const { answer: given, emulator, last } = await played([tool()], scripts);
    expect(given).toMatchObject({ state: 'complete', text: 'It is 42.' });
    expect(last?.body).toEqual({
      messages: [
        { role: 'user', content: 'What now?' },
        { role: 'tool', tool_call_id: 'c1', content: '42' },
      ],
    });
    expect(emulator.requests).toHaveLength(3);
    expect(emulator.violations).toEqual([]);
  });

  it('in both forms is an error', async () => {
    const refused = refusal(400, 'no tools here');
    const { error, emulator } = await played([tool()], [callX(), refused, refused, answer('never')]);
    expect(error?.kind).toBe('input');
    expect(emulator.requests).toHaveLength(3);
  });

  it('may go on to call in the short form', async () => {
    const scripts = [callX('c1'), refusal(400, 'no'), callX('c2'), answer('Both.')];
    const { answer: given, emulator, last } = await played([tool()], scripts);
    expect(given.text).toBe('Both.');
    expect(last?.results).toEqual(['42', '42']);
    expect(emulator.violations).toEqual([]);
  });

  it('because of a fault that passes is asked again in the same form', async () => {
    const scripts = [callX(), refusal(400, 'connection reset by peer'), answer('It is 42.')];
    const { answer: given, last } = await played([tool()], scripts);
    expect(given.text).toBe('It is 42.');
    expect(last?.body.tools).toHaveLength(1);
  });

  it.each([
    ['429 inside a 400', refusal(400, 'status code: 429'), 'rate-limited'],
    ['401', refusal(401, 'Unauthorized'), 'auth'],
    ['404', refusal(404, 'Agent not found'), 'config'],
  ])('with %s ends the answer with that error', async (_what, script, kind) => {
    const { error, answer: given, emulator } = await played([tool()], [callX(), script, answer('never')]);
    expect(error?.kind).toBe(kind);
    expect(given.steps).toHaveLength(1);
    expect(emulator.requests).toHaveLength(2);
  });
});

describe('stopping an answer', () => {
  it('ends its tools, and nothing more is asked', async () => {
    const stop = new AbortController();
    const reason = new FootnoteError('stopped', 'The bot was stopped.');
    let toolSignal: AbortSignal | undefined;
    const tool = fakeTool('x', (_args, { signal }) => {
      toolSignal = signal;
      stop.abort(reason);
      return new Promise<never>(() => undefined);
    });
    const { emulator, agent } = await emulated({ tools: [tool] });
    emulator.play(callX(), answer('never'));
    const { error } = await ask(agent, 'What?', { signal: stop.signal });
    expect(error).toBe(reason);
    expect(toolSignal?.aborted).toBe(true);
    expect(emulator.requests).toHaveLength(1);
    expect(logged(error)).not.toContain('secret');
  });
});
