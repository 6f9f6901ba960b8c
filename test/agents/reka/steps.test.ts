import { describe, expect, it } from 'vitest';
import type { RekaItem } from '../../../emulators/reka/script.ts';
import { ask } from '../ask.ts';
import { answerOf, emulated, page, searchCall, toolResult } from './emulated.ts';

const pageB = { url: 'https://example.com/b', title: 'Page B' };
const analyzeCall = {
  role: 'assistant',
  tool_calls: [{ id: 'c2', name: 'analyze', args: { urls: [page.url], task: 'Find it.' } }],
};
const analysis = toolResult('analyze', [{ url: page.url, analysis: 'It says so.' }], 'c2');

async function stepsOf(...items: readonly RekaItem[]) {
  const { emulator, agent } = await emulated();
  emulator.play(answerOf(...items, { text: 'The answer.' }));
  const { answer, events } = await ask(agent);
  return { steps: answer.steps, events: events.flatMap((event) => (event.type === 'step' ? [event.step] : [])) };
}

describe('the steps of Reka Research', () => {
  it('make a search and its result one step, first running, then done with its pages', async () => {
    const { events } = await stepsOf(
      { steps: [searchCall('x', 'c1')] },
      { steps: [toolResult('search_web', [page], 'c1')] },
    );
    expect(events).toMatchObject([
      { id: 'c1', kind: 'search', query: 'x', state: 'running', pages: [] },
      { id: 'c1', kind: 'search', query: 'x', state: 'done', pages: [page] },
    ]);
  });

  it('make reading a step with its pages and its task', async () => {
    const { steps } = await stepsOf({ steps: [analyzeCall] }, { steps: [analysis] });
    expect(steps).toMatchObject([
      { kind: 'read', urls: [page.url], task: 'Find it.', state: 'done', pages: [{ url: page.url }] },
    ]);
  });

  it('show what the agent thinks before it acts', async () => {
    const { steps } = await stepsOf({ steps: [{ ...searchCall('x', 'c1'), reasoning_content: 'I will search.' }] });
    expect(steps).toMatchObject([
      { kind: 'thought', text: 'I will search.' },
      { kind: 'search', state: 'done' },
    ]);
  });

  it('are the same whether each chunk brings new steps or all of them', async () => {
    const all = [
      { ...searchCall('x', 'c1'), reasoning_content: 'First.' },
      toolResult('search_web', [page], 'c1'),
      { role: 'assistant', reasoning_content: 'Without an id.' },
      analyzeCall,
      analysis,
    ];
    const fresh = await stepsOf(...all.map((step) => ({ steps: [step] })));
    const cumulative = await stepsOf(...all.map((_step, at) => ({ steps: all.slice(0, at + 1) })));
    expect(cumulative.events).toEqual(fresh.events);
    expect(fresh.steps.map(({ kind }) => kind)).toEqual(['thought', 'search', 'thought', 'read']);
  });

  it('find the call of a result when ids are missing on either side', async () => {
    const { steps } = await stepsOf(
      { steps: [searchCall('first')] },
      { steps: [toolResult('search_web', [page], 'only-the-result-has-one')] },
      { steps: [searchCall('second')] },
      { steps: [toolResult('search_web', [pageB])] },
      { steps: [searchCall('third', 'only-the-call-has-one')] },
      { steps: [toolResult('search_web', [])] },
    );
    expect(steps).toMatchObject([
      { query: 'first', state: 'done', pages: [page] },
      { query: 'second', state: 'done', pages: [pageB] },
      { query: 'third', state: 'done', pages: [] },
    ]);
  });

  it('keep two searches at once apart', async () => {
    const { steps } = await stepsOf(
      {
        steps: [
          {
            role: 'assistant',
            tool_calls: [...searchCall('one', 'c1').tool_calls, ...searchCall('two', 'c2').tool_calls],
          },
        ],
      },
      { steps: [toolResult('search_web', [pageB], 'c2'), toolResult('search_web', [page], 'c1')] },
    );
    expect(steps).toMatchObject([
      { query: 'one', pages: [page] },
      { query: 'two', pages: [pageB] },
    ]);
  });

  it('do not give a result to a call with another id', async () => {
    const { steps } = await stepsOf(
      { steps: [searchCall('x', 'c1')] },
      { steps: [toolResult('search_web', [page], 'c9')] },
      { steps: [toolResult('search_web', [pageB], 'c1')] },
    );
    expect(steps).toMatchObject([
      { query: 'x', pages: [pageB] },
      { query: '', pages: [page] },
    ]);
  });

  it('show a result whose call was never seen', async () => {
    const { steps } = await stepsOf({ steps: [toolResult('search_web', [page], 'c9')] });
    expect(steps).toMatchObject([{ kind: 'search', state: 'done', pages: [page] }]);
  });

  it.each([
    ['an object', { tool_name: 'search_web', tool_output: [page], tool_error: null }],
    ['JSON text', JSON.stringify({ tool_name: 'search_web', tool_output: [page], tool_error: null })],
    ['an object with its output as JSON text', { tool_name: 'search_web', tool_output: JSON.stringify([page]) }],
    ['an object with one page as its output', { tool_name: 'search_web', tool_output: page }],
  ])('deliver their pages when the content is %s', async (_shape, content) => {
    const { steps } = await stepsOf(
      { steps: [searchCall('x', 'c1')] },
      { steps: [{ role: 'tool', tool_call_id: 'c1', content }] },
    );
    expect(steps).toMatchObject([{ state: 'done', pages: [page] }]);
  });

  it.each([
    ['plain text', 'nothing was found'],
    ['null', null],
    ['an object whose output is plain text', { tool_name: 'search_web', tool_output: 'nothing was found' }],
    ['an object whose output is null', { tool_name: 'search_web', tool_output: null }],
  ])('end without pages when the content is %s', async (_shape, content) => {
    const { steps } = await stepsOf(
      { steps: [searchCall('x', 'c1')] },
      { steps: [{ role: 'tool', tool_call_id: 'c1', content }] },
    );
    expect(steps).toMatchObject([{ kind: 'search', query: 'x', state: 'done', pages: [] }]);
  });

  it('say when a tool failed, and the answer still comes', async () => {
    const { steps } = await stepsOf(
      { steps: [searchCall('x', 'c1')] },
      { steps: [toolResult('search_web', null, 'c1', 'timed out')] },
    );
    expect(steps).toMatchObject([{ kind: 'search', state: 'failed', error: 'timed out', pages: [] }]);
  });

  it.each([
    ['args as an object', { id: 'c1', name: 'search_web', args: { query: 'x' } }],
    ['args as JSON text', { id: 'c1', name: 'search_web', args: '{"query":"x"}' }],
    ['the function form', { id: 'c1', function: { name: 'search_web', arguments: '{"query":"x"}' } }],
    ['the function form with an object', { id: 'c1', function: { name: 'search_web', arguments: { query: 'x' } } }],
  ])('read a call with %s', async (_shape, call) => {
    const { steps } = await stepsOf({ steps: [{ role: 'assistant', tool_calls: [call] }] });
    expect(steps).toMatchObject([{ kind: 'search', query: 'x' }]);
  });

  it('name a tool that is not documented', async () => {
    const { steps } = await stepsOf({
      steps: [{ role: 'assistant', tool_calls: [{ id: 'c1', name: 'calculator', args: 7 }] }],
    });
    expect(steps).toMatchObject([{ kind: 'tool', name: 'calculator', state: 'done' }]);
  });

  it('leave out what has no step in it', async () => {
    const { steps } = await stepsOf({
      steps: [null, 'x', 7, {}, { role: 'assistant', content: null, reasoning_content: ' ' }],
    });
    expect(steps).toEqual([]);
  });
});
