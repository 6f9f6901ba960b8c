import { describe, expect, it } from 'vitest';
import { structuredForms } from '../../../emulators/reka/structured.ts';
import { ownTemplates, readTemplates } from '../../../src/app/templates.ts';
import { FootnoteError } from '../../../src/core/errors.ts';
import type { Template } from '../../../src/core/question/template.ts';
import { ask, turnOf } from '../ask.ts';
import { answerOf, emulated, page, searchCall, toolResult } from './emulated.ts';

const templates = readTemplates([ownTemplates]);
const wanted = { template: 'timeline' };
const value = { events: [{ date: '2021-12-25', event: 'Launch of "Webb"', source: page.url }] };
const json = JSON.stringify(value, null, 2);
const pieces = (text: string) => (text.match(/[\s\S]{1,7}/g) ?? []).map((piece) => ({ text: piece }));
const forms = Object.entries(structuredForms).map(([name, print]) => ({ name, print }));

describe('a structured answer', () => {
  it('is asked for as the documentation says, and its form is told in the question too', async () => {
    const { emulator, agent } = await emulated({ templates });
    emulator.play(answerOf({ text: json }));
    await ask(agent, 'Missions to Mars?', { wanted, turns: [turnOf('First?', 'One.')] });
    const { response_format: format, messages = [] } = emulator.requests[0]?.body ?? {};
    const timeline: Template | undefined = templates.get('timeline');
    expect(format).toEqual({
      type: 'json_schema',
      json_schema: { name: 'timeline', strict: true, schema: timeline?.schema },
    });
    const [first, , last] = messages.map(({ content }) => content);
    expect(first).toBe('First?');
    expect(last).toMatch(/^Missions to Mars\?\n/);
    expect(last).toContain(timeline?.instruction);
    expect(last).toContain(JSON.stringify(timeline?.schema));
    expect(emulator.violations).toEqual([]);
  });

  it('is not asked for without a template', async () => {
    const { emulator, agent } = await emulated({ templates });
    await ask(agent, 'Missions to Mars?');
    expect(emulator.requests[0]?.body).not.toHaveProperty('response_format');
  });

  it.each(forms)('is understood when it comes $name', async ({ print }) => {
    for (const stream of [true, false]) {
      const { emulator, agent } = await emulated({ templates, stream });
      emulator.play(answerOf(...pieces(print(json))));
      const { answer, events } = await ask(agent, 'Missions?', { wanted });
      expect(answer).toMatchObject({ state: 'complete', notices: [], data: { template: 'timeline', value } });
      expect(JSON.parse(answer.text)).toEqual(value);
      // Half of it is never shown.
      expect(events.filter(({ type }) => type === 'text')).toEqual([]);
    }
  });

  it('shows its steps while it arrives, and knows its pages without annotations', async () => {
    const { emulator, agent } = await emulated({ templates });
    const steps = [searchCall('missions', 'c1'), toolResult('search_web', [page], 'c1')];
    emulator.play(answerOf({ steps }, ...pieces(json)));
    const { answer } = await ask(agent, 'Missions?', { wanted });
    expect(answer.steps.flatMap((step) => step.pages)).toMatchObject([{ url: page.url }]);
    expect(answer.citations).toEqual([]);
    expect(answer.data?.value).toEqual(value);
  });

  it.each([
    ['of another type', JSON.stringify({ events: [{ date: 2021, event: 'Launch', source: '' }] })],
    ['without a field', JSON.stringify({ events: [{ date: '2021' }] })],
    ['with a field that is not in the schema', JSON.stringify({ events: [], more: 1 })],
    ['that breaks a pattern', JSON.stringify({ events: [{ date: 'Christmas', event: 'Launch', source: '' }] })],
    ['that is empty', '{}'],
  ])('%s is shown as the code that it is, and said so', async (_what, wrong) => {
    const { emulator, agent } = await emulated({ templates });
    emulator.play(answerOf(...pieces(wrong)));
    const { answer } = await ask(agent, 'Missions?', { wanted });
    expect(answer).toMatchObject({
      state: 'complete',
      notices: ['not-structured'],
      text: `\`\`\`json\n${wrong}\n\`\`\``,
    });
    expect(answer.data).toBeUndefined();
  });

  it('in words instead of JSON is shown as it is, and said so', async () => {
    const { emulator, agent } = await emulated({ templates });
    const words = 'I found **nothing** [example.com](https://example.com/a).';
    emulator.play(answerOf({ text: words }));
    const { answer } = await ask(agent, 'Missions?', { wanted });
    expect(answer).toMatchObject({ state: 'complete', notices: ['not-structured'], text: words });
  });

  it('that is repeated whole at the end is read once', async () => {
    const { emulator, agent } = await emulated({ templates });
    emulator.play(answerOf(...pieces(json), { message: { role: 'assistant', content: json } }));
    expect((await ask(agent, 'Missions?', { wanted })).answer.data?.value).toEqual(value);
  });

  it('of which only the reasoning came is shown as such', async () => {
    const { emulator, agent } = await emulated({ templates });
    emulator.play(answerOf({ reasoning: 'I could not find anything.' }));
    const { answer } = await ask(agent, 'Missions?', { wanted });
    expect(answer).toMatchObject({ text: 'I could not find anything.', notices: ['reasoning-only'] });
  });

  it('without anything fails like every empty answer', async () => {
    const { emulator, agent } = await emulated({ templates });
    emulator.play(answerOf());
    expect((await ask(agent, 'Missions?', { wanted })).error).toMatchObject({ kind: 'protocol' });
  });

  it('that breaks off between two entries is shown as far as it came', async () => {
    const { emulator, agent } = await emulated({ templates });
    const text = json.slice(0, json.lastIndexOf('"') + 1);
    emulator.play({ ...answerOf(...pieces(text)), ending: 'silent-end' });
    const { answer } = await ask(agent, 'Missions?', { wanted });
    expect(answer).toMatchObject({ state: 'incomplete', notices: ['cut-off'], data: { value } });
  });

  it('keeps what had arrived when the service fails in the middle', async () => {
    const { emulator, agent } = await emulated({ templates });
    emulator.play(answerOf(...pieces(json.slice(0, 40)), { errorFrame: { error: { message: 'Overloaded' } } }));
    const { answer, error } = await ask(agent, 'Missions?', { wanted });
    expect(error).toBeInstanceOf(FootnoteError);
    expect(answer.text).toContain('"date": "202');
  });

  it('in the form of a template that is not there is not asked for', async () => {
    const { emulator, agent } = await emulated({ templates });
    const { error } = await ask(agent, 'Missions?', { wanted: { template: 'nothing-like-it' } });
    expect(error).toMatchObject({ kind: 'input' });
    expect(emulator.requests).toEqual([]);
  });
});

describe('the prepared answers of the emulator', () => {
  it.each([
    ['compare', 'The telescopes Webb and Hubble'],
    ['timeline', 'The Webb telescope'],
    ['timeline', 'The EU AI Act'],
  ])('keep to the template %s for: %s', async (template, question) => {
    const { agent } = await emulated({ templates });
    const { answer } = await ask(agent, question, { wanted: { template } });
    expect(answer.data?.template).toBe(template);
    const delivered = answer.steps.flatMap((step) => step.pages.map(({ url }) => url));
    const cited = answer.text.match(/https:[^"]+/g) ?? [];
    expect(cited.length).toBeGreaterThan(0);
    for (const url of cited) expect(delivered).toContain(url);
  });

  it('are words where none was prepared in that form', async () => {
    const { agent } = await emulated({ templates });
    const { answer } = await ask(agent, 'Some question', { wanted: { template: 'compare' } });
    expect(answer.notices).toEqual(['not-structured']);
    expect(answer.text).toContain('No research was done for this question');
  });
});
