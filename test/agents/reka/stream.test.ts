import { describe, expect, it } from 'vitest';
import { ask } from '../ask.ts';
import { answerOf, apiKey, emulated, page, searchCall, toolResult } from './emulated.ts';

const link = '[example.com](https://example.com/a)';

describe('a streamed answer of Reka Research', () => {
  it('sends the documented request and nothing else', async () => {
    const { emulator, agent } = await emulated();
    await ask(agent, 'Who?');
    expect(emulator.requests[0]?.body).toEqual({
      model: 'reka-flash-research',
      messages: [{ role: 'user', content: 'Who?' }],
      stream: true,
    });
    expect(emulator.requests[0]?.headers.authorization).toBe(`Bearer ${apiKey}`);
    expect(emulator.violations).toEqual([]);
  });

  it('arrives in pieces and is complete', async () => {
    const { emulator, agent } = await emulated();
    emulator.play(answerOf({ text: 'A foot' }, { text: 'note is a note.' }));
    const { events, answer } = await ask(agent);
    expect(events.filter(({ type }) => type === 'text')).toHaveLength(2);
    expect(answer).toMatchObject({
      state: 'complete',
      text: 'A footnote is a note.',
      notices: [],
      usage: { promptTokens: 120, completionTokens: 480 },
    });
    expect(events.at(-1)).toEqual({ type: 'done', complete: true });
  });

  it('keeps a text that comes in one piece as it is', async () => {
    const { emulator, agent } = await emulated();
    emulator.play(answerOf({ text: `A whole answer with a link ${link}.` }));
    expect((await ask(agent)).answer.text).toBe(`A whole answer with a link ${link}.`);
  });

  it('takes a delta that repeats everything so far as the whole text', async () => {
    const { emulator, agent } = await emulated();
    const whole = 'Twenty characters and some more.';
    emulator.play(answerOf({ text: whole.slice(0, 22) }, { text: whole }, { text: whole }));
    const { events, answer } = await ask(agent);
    expect(answer.text).toBe(whole);
    expect(events).toContainEqual({ type: 'text', text: whole, replace: true });
  });

  it('does not mistake a short repetition for the whole text', async () => {
    const { emulator, agent } = await emulated();
    emulator.play(answerOf({ text: 'ha' }, { text: 'haha' }));
    expect((await ask(agent)).answer.text).toBe('hahaha');
  });

  it('lets the whole message win over its deltas', async () => {
    const { emulator, agent } = await emulated();
    emulator.play(answerOf({ text: 'Draft' }, { message: { role: 'assistant', content: 'Final' } }, { text: ' late' }));
    expect((await ask(agent)).answer).toMatchObject({ state: 'complete', text: 'Final' });
  });

  it.each(['absent', 'null', 'empty'])('does without annotations that are %s', async (how) => {
    const { emulator, agent } = await emulated();
    const annotations = how === 'absent' ? {} : { annotations: how === 'null' ? null : [] };
    emulator.play(answerOf({ message: { content: `Text ${link}.`, ...annotations } }));
    expect((await ask(agent)).answer).toMatchObject({ state: 'complete', citations: [] });
  });

  it('reads annotations nested or flat, whatever their indices, and reports each page once', async () => {
    const { emulator, agent } = await emulated();
    const nested = {
      type: 'url_citation',
      url_citation: { start_index: 9_999, end_index: -1, url: page.url, title: 'A' },
    };
    const flat = { url: 'https://example.com/b' };
    emulator.play(
      answerOf(
        { text: `Text ${link}.` },
        { annotations: [nested, nested, flat, { type: 'other' }, null, 'x'] },
        { annotations: [flat] },
      ),
    );
    const { answer } = await ask(agent);
    expect(answer.text).toBe(`Text ${link}.`);
    expect(answer.citations.map(({ url, title }) => [url, title])).toEqual([
      [page.url, 'A'],
      ['https://example.com/b', undefined],
    ]);
  });

  it('never reports a page that is no web page', async () => {
    const { emulator, agent } = await emulated();
    const bad = [{ url: 'javascript:alert(1)' }, { url: 'ftp://example.com/' }, { url: '' }];
    emulator.play(answerOf({ steps: [toolResult('search_web', bad)] }, { text: 'Text.' }, { annotations: bad }));
    const { answer } = await ask(agent);
    expect(answer.citations).toEqual([]);
    expect(answer.steps.flatMap(({ pages }) => pages)).toEqual([]);
  });

  it.each(['no-done', 'no-finish-reason'] as const)('is complete with the ending %s', async (ending) => {
    const { emulator, agent } = await emulated();
    emulator.play({ ...answerOf({ text: 'Text.' }), ending, usage: null });
    const { answer } = await ask(agent);
    expect(answer).toMatchObject({ state: 'complete', text: 'Text.' });
    expect(answer.usage).toBeUndefined();
  });

  it.each(['silent-end', 'fin-mid-event', 'reset'] as const)('is incomplete with the ending %s', async (ending) => {
    const { emulator, agent } = await emulated();
    emulator.play({ ...answerOf({ text: 'Half a ' }), ending });
    const { answer, error } = await ask(agent);
    expect(error).toBeUndefined();
    expect(answer).toMatchObject({ state: 'incomplete', text: 'Half a ', notices: ['cut-off'] });
  });

  it('is incomplete when it met the limit of its length', async () => {
    const { emulator, agent } = await emulated();
    const chunk = { choices: [{ index: 0, delta: { content: 'Text' }, finish_reason: 'length' }] };
    emulator.play({ ...answerOf({ chunk }), ending: 'no-finish-reason' });
    expect((await ask(agent)).answer).toMatchObject({ state: 'incomplete', text: 'Text' });
  });

  it.each(['done', 'silent-end', 'fin-mid-event', 'reset'] as const)(
    'is an error without any text with the ending %s',
    async (ending) => {
      const { emulator, agent } = await emulated();
      emulator.play({ ...answerOf({ steps: [searchCall('x', 'c1')] }), ending });
      const { error } = await ask(agent);
      expect(error?.kind).toBe(ending === 'done' || ending === 'silent-end' ? 'protocol' : 'upstream');
      expect(emulator.requests).toHaveLength(1);
    },
  );

  it('shows reasoning as progress and never in the answer', async () => {
    const { emulator, agent } = await emulated();
    emulator.play(answerOf({ reasoning: 'I found ' }, { reasoning: 'it.' }, { text: 'The answer.' }));
    const { answer } = await ask(agent);
    expect(answer.text).toBe('The answer.');
    expect(answer.steps).toMatchObject([{ kind: 'thought', text: 'I found it.', state: 'done' }]);
    expect(answer.notices).toEqual([]);
  });

  it('falls back to the reasoning when there is nothing else, and says so', async () => {
    const { emulator, agent } = await emulated();
    emulator.play(answerOf({ reasoning: 'All I know.' }, { text: '' }));
    expect((await ask(agent)).answer).toMatchObject({
      state: 'complete',
      text: 'All I know.',
      notices: ['reasoning-only'],
    });
  });

  it('ignores fields, chunks and comments that it does not know', async () => {
    const { emulator, agent } = await emulated();
    emulator.play(
      answerOf(
        { raw: ': ping\n\nid: 7\nretry: 5\nfoo: bar\n\n' },
        { chunk: {} },
        { chunk: null },
        { chunk: { choices: null, error: null, detail: '', usage: null } },
        {
          chunk: {
            choices: [null, 'x', { delta: { content: 'Text', audio: {} }, logprobs: 1 }],
            system_fingerprint: 'f',
          },
        },
      ),
    );
    expect((await ask(agent)).answer).toMatchObject({ state: 'complete', text: 'Text' });
  });
});

describe('an answer of Reka Research that comes whole', () => {
  const script = answerOf(
    { steps: [searchCall('x', 'c1')] },
    { steps: [toolResult('search_web', [page], 'c1')] },
    { text: `Text ${link}.` },
    { annotations: [{ url_citation: { url: page.url, title: 'Page A' } }] },
  );

  it.each([
    ['was asked for', false],
    ['comes although a stream was asked for', true],
  ])('is read like a stream when it %s', async (_when, stream) => {
    const { emulator, agent } = await emulated({ stream });
    emulator.play({ ...script, format: 'json' });
    const { answer } = await ask(agent);
    expect(emulator.requests[0]?.body.stream).toBe(stream);
    expect(answer).toMatchObject({
      state: 'complete',
      text: `Text ${link}.`,
      steps: [{ kind: 'search', query: 'x', state: 'done', pages: [page] }],
      citations: [{ url: page.url, title: 'Page A' }],
      usage: { promptTokens: 120 },
    });
  });
});
