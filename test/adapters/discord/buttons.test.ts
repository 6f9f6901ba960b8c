import { describe, expect, it } from 'vitest';
import { type Answer, endAnswer, startAnswer } from '../../../src/core/answer/answer.ts';
import { createButtons } from '../../../src/core/doors/buttons.ts';
import { createKeyedQueue } from '../../../src/core/keyed-queue.ts';
import type { Question } from '../../../src/core/question/question.ts';
import { createFakeHistory, createFakeLedger, createFakeLogger, questionOf, runOf } from '../../core/fakes.ts';
import { research } from '../../core/known-agents.ts';
import { english } from '../../words/english.ts';
import { startScene } from './adapter-on-emulator.ts';

const page = { url: 'https://example.org/one', title: 'Page one', snippet: 'About it.', age: '2h ago' };
const working = startAnswer(research, 0);
const complete: Answer = endAnswer(
  {
    ...working,
    state: 'complete',
    text: 'Blue [x](https://example.org/one).',
    citations: [page],
    steps: [{ id: '1', kind: 'tool', name: 'clock', state: 'failed', pages: [], error: 'It stands still' }],
  },
  1000,
);

/** A bot with buttons whose core is the test's ledger, and Ada, who asks it something. */
async function startWithButtons() {
  const running: Question[] = [];
  const stopped: string[] = [];
  const { ledger, runs: held } = createFakeLedger();
  const buttons = createButtons({
    runs: { questions: () => running, stop: (id) => stopped.push(id), ended: async () => {} },
    ledger,
    history: createFakeHistory().history,
    askAgain: async () => undefined,
    understand: async () => ({ kind: 'forget' }),
    restore: () => undefined,
    perQuestion: createKeyedQueue(),
    phrases: english,
    logger: createFakeLogger().logger,
  });
  const set = await startScene({}, { buttons, createRender: undefined });
  const { discord, heard, bot } = set;
  const { ada, grace } = discord.users;

  async function ask(channel = discord.channels.general) {
    await discord.post({ channel, user: ada, text: `${bot} why?` });
    const incoming = await heard();
    const { id, asker, channelKey } = incoming;
    const opened = await incoming.opened();
    const question = questionOf(id, { asker, channelKey, conversation: opened.conversation });
    return {
      id,
      question,
      /** Shows the answer as it stands now, and gives its message. */
      show: async (answer: Answer) => {
        await opened.show(answer);
        return opened.address().messages[0] ?? '';
      },
    };
  }
  const press = (control: string, questionId: string, message: string, user = ada) =>
    discord.click({ message, customId: `${control}:${questionId}`, user });
  return { ...set, ada, grace, running, stopped, held, ask, press };
}

describe.each(['general', 'noThreads'] as const)('a button on Discord, in %s,', (name) => {
  it('stops the answer of who asked without a word, and goes when the answer has ended', async () => {
    const { discord, ask, press, running, stopped } = await startWithButtons();
    const { id, question, show } = await ask(discord.channels[name]);
    running.push(question);
    const message = await show(working);
    const pressed = await press('stop', id, message);
    await expect.poll(() => stopped).toEqual([id]);
    expect(pressed.state).toBe('replied');
    expect(pressed.followUps).toEqual([]);
    await show({ ...complete, citations: [], steps: [] });
    expect(discord.message(message)?.components).toEqual([]);
    expect(discord.violations).toEqual([]);
  });

  it('tells somebody else alone that they may not stop it, but stops it for who may manage messages', async () => {
    const { discord, ask, press, running, stopped, grace } = await startWithButtons();
    const { id, question, show } = await ask(discord.channels[name]);
    running.push(question);
    const message = await show(working);
    const pressed = await press('stop', id, message, grace);
    await expect
      .poll(() => pressed.followUps)
      .toMatchObject([{ content: english.mayNotStop, ephemeralTo: grace, components: [] }]);
    expect(stopped).toEqual([]);
    discord.setModerator(grace, true);
    await press('stop', id, message, grace);
    await expect.poll(() => stopped).toEqual([id]);
    expect(discord.violations).toEqual([]);
  });

  it('shows steps with the errors of tools, and sources, to whoever presses it and to nobody else', async () => {
    const { discord, ask, press, held, grace } = await startWithButtons();
    const { id, question, show } = await ask(discord.channels[name]);
    held.set(id, runOf(id, { question, answer: complete }));
    const message = await show(complete);
    const steps = await press('steps', id, message, grace);
    await expect.poll(() => steps.followUps).toMatchObject([{ ephemeralTo: grace, pings: [], previews: [] }]);
    expect(steps.followUps[0]?.content).toMatch(/Used clock\n.*Failed: It stands still/);
    const sources = await press('sources', id, message, grace);
    await expect.poll(() => sources.followUps).toMatchObject([{ ephemeralTo: grace, pings: [], previews: [] }]);
    expect(sources.followUps[0]?.content).toMatch(
      /\[\[1\]\]\(<https:\/\/example\.org\/one>\) Page one · example\.org · 2h ago\n.*About it\./,
    );
    expect(discord.violations).toEqual([]);
  });
});

describe('a button on Discord', () => {
  it('works in direct messages', async () => {
    const { discord, ask, press, running, stopped } = await startWithButtons();
    const { id, question, show } = await ask(discord.dms.ada);
    running.push(question);
    await press('stop', id, await show(working));
    await expect.poll(() => stopped).toEqual([id]);
    expect(discord.violations).toEqual([]);
  });

  it('says so where nothing is kept any more', async () => {
    const { ask, press } = await startWithButtons();
    const { id, show } = await ask();
    const pressed = await press('sources', id, await show(complete));
    await expect.poll(() => pressed.followUps).toMatchObject([{ content: english.nothingKept }]);
  });

  it('brings all of many sources, also when Discord asks to wait', async () => {
    const { discord, ask, press, held } = await startWithButtons();
    const { id, question, show } = await ask();
    const citations = Array.from({ length: 60 }, (_, n) => ({ ...page, url: `${page.url}/${n}`, title: `Page ${n}` }));
    const answer = { ...complete, text: citations.map(({ url }) => `x <${url}>`).join('\n'), citations };
    held.set(id, runOf(id, { question, answer }));
    const message = await show(complete);
    discord.faults.plan('POST /webhooks/{app}/{token}', { retryAfterSeconds: 0.01 });
    const pressed = await press('sources', id, message);
    await expect.poll(() => pressed.followUps.map(({ content }) => content).join('\n')).toContain('[[60]]');
    expect(pressed.followUps.length).toBeGreaterThan(2);
  });
});
