import { describe, expect, it } from 'vitest';
import type { AskRequest, Policy } from '../../src/core/asking/policy.ts';
import { createResearchTool } from '../../src/tools/research.ts';
import { createScriptedAgent } from '../core/fakes.ts';
import { createManualClock, settled } from '../core/manual-clock.ts';
import { askingOf, callIn } from './context.ts';

async function started(...where: Parameters<typeof callIn>) {
  const { agent, calls } = createScriptedAgent();
  const { context, reported, stop } = callIn(...where);
  const clock = createManualClock({ passOverMs: 20_000 });
  const tool = createResearchTool({ researcher: agent, asking: () => askingOf(agent), clock });
  const result = tool.run({ question: ' Why is the sky blue? ' }, context);
  await settled();
  const [call] = calls;
  if (!call) throw new Error('The researcher was not asked.');
  return { result, context, reported, stop, call };
}

const page = (path: string) => ({ url: `https://example.org/${path}`, title: `Page ${path}` });

describe('research', () => {
  it('asks one question, without the conversation', async () => {
    const { call } = await started([{ number: 1, url: 'https://example.org/secret' }], { text: 'The whole question' });
    expect(call.question).toMatchObject({ agent: 'research', text: 'Why is the sky blue?' });
    expect(call.conversation.turns).toEqual([]);
    expect(call.conversation.footnotes.footnotes).toEqual([]);
  });

  it('keeps to what the person wants, but for a template', async () => {
    const { call } = await started([], { options: { only: ['example.org'], template: 'table' } });
    expect(call.question.options).toEqual({ only: ['example.org'], template: undefined });
  });

  it('gives the answer as a quotation, with the sources that it cites under their numbers in the conversation', async () => {
    const { result, context, call } = await started([{ number: 1, url: 'https://example.org/a', title: 'Page a' }]);
    const pages = [page('a'), page('b_(x)'), page('unused')];
    call.say(
      { type: 'step', step: { id: '1', kind: 'search', state: 'done', query: 'sky', pages } },
      { type: 'text', text: 'Because [b](https://example.org/b_(x)).\nAlso [a](https://example.org/a).' },
      { type: 'text', text: ' See https://evil.example/made-up.' },
      { type: 'done', complete: true },
    );
    call.end();
    const { text, pages: delivered } = await result;
    expect(text).toContain('> [2] Page b_(x) https://example.org/b_(x)\n> [1] Page a https://example.org/a\n');
    expect(text).toContain('> Because [b](https://example.org/b_(x)).\n> Also [a]');
    expect(text).not.toMatch(/\[\d\][^\n]*(?:evil|unused)/);
    expect(delivered).toEqual(pages);
    expect(context.sources.used().map(({ number, url }) => [number, url])).toEqual([
      [1, 'https://example.org/a'],
      [2, 'https://example.org/b_(x)'],
    ]);
  });

  it('counts annotations as sources, though the text does not link them', async () => {
    const { result, call } = await started();
    call.say({ type: 'citations', citations: [page('a')] }, { type: 'text', text: 'So.' });
    call.say({ type: 'done', complete: true });
    call.end();
    expect((await result).text).toContain('[1] Page a');
  });

  it('says that it named no sources, and that it broke off', async () => {
    const { result, call } = await started();
    call.say({ type: 'text', text: 'Half an' });
    call.end();
    expect((await result).text).toMatch(/named no sources[\s\S]*> Half an\nThe answer broke off/);
  });

  it('shows its steps while it goes on', async () => {
    const { result, reported, call } = await started();
    call.say({ type: 'step', step: { id: '1', kind: 'search', state: 'running', query: 'sky', pages: [] } });
    call.say({ type: 'text', text: 'So.' }, { type: 'done', complete: true });
    call.end();
    await result;
    expect(reported).toEqual([{ id: '1', kind: 'search', state: 'running', query: 'sky', pages: [] }]);
  });

  it('fails when the researcher fails, or says nothing', async () => {
    const failed = await started();
    failed.call.fail(new Error('no credit'));
    await expect(failed.result).rejects.toThrow('no credit');
    const silent = await started();
    silent.call.end();
    await expect(silent.result).rejects.toMatchObject({ kind: 'protocol' });
  });

  it('ends when it is no longer wanted', async () => {
    const { result, call, stop } = await started();
    stop.abort(new Error('over'));
    await expect(result).rejects.toThrow();
    expect(call.signal.aborted).toBe(true);
  });

  it('is asked in the place of the question that it serves, and for its person, as far as that may be', async () => {
    const { agent, calls } = createScriptedAgent();
    const requests: AskRequest[] = [];
    const sundays: Policy = (request) => {
      requests.push(request);
      return { refusal: { by: 'sundays', words: 'Not on Sundays.' } };
    };
    const clock = createManualClock();
    const tool = createResearchTool({ researcher: agent, asking: () => askingOf(agent, sundays), clock });
    const { context } = callIn([], { by: { id: 'U7' } });
    const result = await tool.run({ question: 'Why?' }, context);
    expect(result).toEqual({ text: 'Error: Not on Sundays.', pages: [], failed: true });
    expect(requests).toMatchObject([{ question: { id: 'q1', agent: agent.name }, by: { id: 'U7' }, cause: 'tool' }]);
    expect(calls).toEqual([]);
  });
});
