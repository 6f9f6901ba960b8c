import { describe, expect, it } from 'vitest';
import { type Answer, endAnswer, startAnswer } from '../../../src/core/answer/answer.ts';
import { noFootnotes } from '../../../src/core/answer/footnotes.ts';
import { createButtons } from '../../../src/core/doors/buttons.ts';
import { createKeyedQueue } from '../../../src/core/keyed-queue.ts';
import type { Buttons, Presser } from '../../../src/core/ports/platform.ts';
import type { ConversationKey } from '../../../src/core/question/keys.ts';
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

/** A bot with buttons whose core is the test's ledger. */
async function startWithButtons(options: { subscriptions?: readonly string[]; scopes?: readonly string[] } = {}) {
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
  const stoppedSessions: { conversation: ConversationKey; by: Presser }[] = [];
  const watched: Buttons = {
    press: buttons.press,
    stopConversation: async (conversation, by) => void stoppedSessions.push({ conversation, by }),
  };
  const scene = await startScene(options, {
    buttons: watched,
    createRender: undefined,
  });
  const { slack, hears } = scene;
  const { ada, grace } = slack.users;

  /** Ada asks in a channel; `show` writes the answer as it stands then. */
  async function ask(channel = slack.channels.general) {
    const { ts } = await slack.post({ channel, user: ada, text: '@footnote why?' });
    const [incoming] = await hears(1);
    const opened = await incoming?.open('Why?');
    if (!incoming) throw new Error('nothing was heard');
    const { id, asker, channelKey } = incoming;
    return {
      id,
      question: questionOf(id, { asker, channelKey }),
      ts,
      opened,
      show: async (answer: Answer) => {
        const [part] = opened?.render(answer, noFootnotes).parts ?? [];
        if (part) await opened?.reply.write(0, part);
        return slack.thread(channel, ts).at(-1)?.ts ?? '';
      },
    };
  }
  const press = (control: string, ts: string, user = ada, channel = slack.channels.general) =>
    slack.click({ channel, ts, user, actionId: `footnote_${control}` });
  const whispered = (user: string) => slack.ephemerals(user).map(({ text, blocks }) => JSON.stringify([text, blocks]));
  return { ...scene, ada, grace, running, stopped, held, stoppedSessions, ask, press, whispered };
}

describe('a button on Slack', () => {
  it('stops the answer of who asked, is acknowledged, and goes when the answer has ended', async () => {
    const { slack, ask, press, running, stopped, ada } = await startWithButtons();
    const { id, question, show } = await ask();
    running.push(question);
    const ts = await show(working);
    const { error } = await press('stop', ts);
    expect(error).toBeUndefined();
    await expect.poll(() => stopped).toEqual([id]);
    await show({ ...complete, citations: [], steps: [] });
    await expect(press('stop', ts)).rejects.toThrow('no button');
    expect(slack.ephemerals(ada)).toEqual([]);
    expect(slack.violations).toEqual([]);
  });

  it('tells somebody else, alone and in the thread, that they may not stop it, but stops it for an admin', async () => {
    const { slack, ask, press, running, stopped, ada, grace } = await startWithButtons();
    const { id, question, ts: root, show } = await ask();
    running.push(question);
    const ts = await show(working);
    await press('stop', ts, grace);
    await expect.poll(() => slack.ephemerals(grace)).toMatchObject([{ text: english.mayNotStop, threadTs: root }]);
    expect(slack.ephemerals(ada)).toEqual([]);
    expect(stopped).toEqual([]);
    slack.setAdmin(grace, true);
    await press('stop', ts, grace);
    await expect.poll(() => stopped).toEqual([id]);
  });

  it('stops for the asker alone where the bot may not look people up', async () => {
    const { slack, ask, press, running, log, grace } = await startWithButtons({
      scopes: ['app_mentions:read', 'chat:write'],
    });
    const { question, show } = await ask();
    running.push(question);
    slack.setAdmin(grace, true);
    await press('stop', await show(working), grace);
    await expect.poll(() => slack.ephemerals(grace)).toMatchObject([{ text: english.mayNotStop }]);
    expect(log.join()).toMatch(/warn .*admin of the workspace.*"kind":"auth"/);
  });

  it('shows steps with the errors of tools, and sources, to whoever presses it and to nobody else', async () => {
    const { slack, ask, press, held, whispered, ada, grace } = await startWithButtons();
    const { id, question, ts: root, show } = await ask();
    held.set(id, runOf(id, { question, answer: complete }));
    const ts = await show(complete);
    await press('steps', ts, grace);
    await expect.poll(() => whispered(grace).join()).toContain('Used clock');
    expect(whispered(grace).join()).toContain('Failed: It stands still');
    await press('sources', ts, grace);
    await expect.poll(() => whispered(grace)).toHaveLength(2);
    expect(whispered(grace)[1]).toMatch(
      /\[\[1\]\]\(https:\/\/example\.org\/one\) Page one · example\.org · 2h ago.*About it\./,
    );
    for (const message of slack.ephemerals(grace)) expect(message).toMatchObject({ threadTs: root, pings: [] });
    expect(slack.ephemerals(ada)).toEqual([]);
    expect(slack.violations).toEqual([]);
  });

  it('says so where nothing is kept any more', async () => {
    const { slack, ask, press, ada } = await startWithButtons();
    const { show } = await ask();
    await press('sources', await show(complete));
    await expect.poll(() => slack.ephemerals(ada)).toMatchObject([{ text: english.nothingKept }]);
  });
});

describe('where the bot is no member', () => {
  it('the sign that it is at work can stop it, and the finished answer has what works there', async () => {
    const { slack, hears, running, stopped, press, held, whispered, ada, grace } = await startWithButtons();
    const channel = slack.channels.random;
    await slack.command({ channel, user: ada, command: '/research', text: 'why?' });
    const [incoming] = await hears(1);
    const opened = await incoming?.open('Why?');
    if (!incoming) throw new Error('nothing was heard');
    const { id, asker, channelKey } = incoming;
    const question = questionOf(id, { asker, channelKey });
    running.push(question);
    const show = async (answer: Answer) => {
      const [part] = opened?.render(answer, noFootnotes).parts ?? [];
      if (part) await opened?.reply.write(0, part);
    };
    await show(working);
    const [sign] = slack.ephemerals(ada);
    await press('stop', sign?.ts ?? '', ada, channel);
    await expect.poll(() => stopped).toEqual([id]);
    await show({ ...complete, state: 'stopped' });
    const shown = slack.messages(channel).find(({ ephemeralTo }) => ephemeralTo === undefined);
    const labels = JSON.stringify(shown?.blocks).match(/footnote_\w+/g);
    expect(labels).toEqual(['footnote_sources', 'footnote_steps']);
    held.set(id, runOf(id, { question, answer: complete }));
    await press('sources', shown?.ts ?? '', grace, channel);
    await expect.poll(() => whispered(grace).join()).toContain('Page one');
    expect(slack.violations).toEqual([]);
  });
});

describe("Slack's own stop button", () => {
  const subscriptions = ['app_mention', 'message.im', 'agent_session_stopped'];

  it('stands in the thread while an answer of it is worked on', async () => {
    const { slack, ask } = await startWithButtons({ subscriptions });
    const { ts, opened } = await ask();
    const { general } = slack.channels;
    await opened?.reply.working?.(true);
    expect(slack.session(general, ts)).toBe('processing');
    // Another question of the same thread.
    await opened?.reply.working?.(true);
    await opened?.reply.working?.(false);
    expect(slack.session(general, ts)).toBe('processing');
    await opened?.reply.working?.(false);
    expect(slack.session(general, ts)).toBe('active');
    expect(slack.journal.of('agents.sessions.setStatus')).toHaveLength(2);
  });

  it('stops the conversation of its thread for who pressed it', async () => {
    const { slack, ask, stoppedSessions, grace } = await startWithButtons({ subscriptions });
    const { ts, opened } = await ask();
    const { general } = slack.channels;
    await opened?.reply.working?.(true);
    await slack.stopSession({ channel: general, threadTs: ts, user: grace });
    await expect.poll(() => stoppedSessions).toHaveLength(1);
    const [stop] = stoppedSessions;
    expect(stop?.conversation).toBe(opened?.conversation);
    expect(stop?.by.userId).toBe(grace);
    await stop?.by.tell('No & no');
    expect(slack.ephemerals(grace)).toMatchObject([{ text: 'No &amp; no', threadTs: ts }]);
  });

  it('is left alone after Slack has refused it, and no answer suffers', async () => {
    const { slack, ask, log } = await startWithButtons({ scopes: ['app_mentions:read', 'chat:write'] });
    const { ts, opened } = await ask();
    await opened?.reply.working?.(true);
    await opened?.reply.working?.(false);
    expect(slack.journal.of('agents.sessions.setStatus')).toHaveLength(1);
    expect(slack.session(slack.channels.general, ts)).toBeUndefined();
    expect(log.filter((line) => /^(?:warn|error)/.test(line))).toEqual([]);
  });

  it('is not asked for again where the app does not hear of it', async () => {
    const { slack, ask } = await startWithButtons();
    const { ts, opened } = await ask();
    for (const isWorking of [true, false, true, false]) await opened?.reply.working?.(isWorking);
    expect(slack.session(slack.channels.general, ts)).toBe('active');
    expect(slack.journal.of('agents.sessions.setStatus')).toHaveLength(2);
  });

  it('does not stay when Slack fails or asks to wait for a moment', async () => {
    const { slack, ask } = await startWithButtons({ subscriptions });
    const { ts, opened } = await ask();
    slack.faults.plan('agents.sessions.setStatus', { error: 'internal_error' });
    await opened?.reply.working?.(true);
    await opened?.reply.working?.(false);
    await opened?.reply.working?.(true);
    slack.faults.plan('agents.sessions.setStatus', { retryAfterSeconds: 0 });
    await opened?.reply.working?.(false);
    expect(slack.session(slack.channels.general, ts)).toBe('active');
  });
});
