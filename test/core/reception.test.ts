import { describe, expect, it } from 'vitest';
import { createEditBudget } from '../../src/core/edit-budget.ts';
import { FootnoteError } from '../../src/core/errors.ts';
import type { Agent, Incoming, Phrases } from '../../src/core/ports.ts';
import type { AgentName } from '../../src/core/question.ts';
import { createReception } from '../../src/core/reception.ts';
import { createRuns } from '../../src/core/runs.ts';
import {
  createFakeHistory,
  createFakeLogger,
  createFakeMetrics,
  createFakeReply,
  createScriptedAgent,
  renderText,
  type TextPart,
  threadKey,
} from './fakes.ts';
import { createManualClock, settled } from './manual-clock.ts';

const phrases: Phrases = {
  help: (agents) => `help for ${agents.join(' and ')}`,
  agentOff: (agent) => `${agent} is off`,
  forgotten: (found, reigent) => `${found ? 'forgotten' : 'nothing to forget'}${reigent ? ', but by the Reigent' : ''}`,
  forgottenInChannel: (conversations) => `${conversations} forgotten`,
  storeUnreachable: 'store unreachable',
  newConversation: 'new conversation',
  newConversationHere: 'new threads are new conversations',
  restarting: 'restarting',
  notNow: 'not now',
  cannotReply: 'cannot reply',
  mayNotStop: 'may not stop',
  alreadyEnded: 'already ended',
  nothingToRetry: 'nothing to retry',
  nothingKept: 'nothing kept',
  pressFailed: 'press failed',
};

const notAllowed = new FootnoteError('platform', 'Not in the channel.', { hint: 'not-allowed' });
const storeDown = new FootnoteError('storage', 'Unreachable.');

function setUp({ on = ['research'] }: { on?: readonly AgentName[] } = {}) {
  const clock = createManualClock();
  const memory = createFakeHistory();
  const { metrics, counted } = createFakeMetrics();
  const { logger } = createFakeLogger();
  const { history } = memory;
  const scripted = on.map((name) => createScriptedAgent(name));
  const agents: Partial<Record<AgentName, Agent>> = {};
  for (const { agent } of scripted) agents[agent.name] = agent;
  const kept = { maxTurns: 10, maxChars: 10_000 };
  const budget = createEditBudget({ clock });
  const runs = createRuns({ history, budget, clock, logger, metrics, kept, maxFinalAttempts: 3 });
  const reception = createReception({
    agents,
    defaultAgent: 'research',
    runs,
    history,
    phrases,
    clock,
    logger,
    metrics,
    dedupeMs: 60_000,
  });
  const told: string[] = [];
  const reply = createFakeReply();
  let opened = 0;
  const say = async (text: string, changes: Partial<Incoming<TextPart>> = {}) => {
    const incoming: Incoming<TextPart> = {
      id: `message ${text}`,
      platform: 'slack',
      origin: 'mention',
      asker: { id: 'U1' },
      text,
      channelKey: 'slack:T1:C1',
      current: async () => threadKey('1'),
      async open() {
        opened += 1;
        return { conversation: threadKey('1'), reply: reply.reply, render: renderText };
      },
      async tell(words) {
        told.push(words);
      },
      ...changes,
    };
    let done = false;
    void reception.accept(incoming).then(() => {
      done = true;
    });
    await settled();
    return { done: () => done };
  };
  const calls = () => scripted.flatMap((one) => one.calls);
  const finish = async () => {
    for (const call of calls()) {
      call.say({ type: 'text', text: 'Blue' }, { type: 'done', complete: true });
      call.end();
    }
    await clock.advance(1000);
  };
  return { ...memory, clock, reception, say, told, calls, finish, counted, reply, opened: () => opened };
}

describe('a question at the reception', () => {
  it('is handed to the agent with all that is known of it, and accepted until its reply has ended', async () => {
    const { clock, say, calls, finish, counted, reply, told } = setUp();
    const { done } = await say('Why is the sky blue?', { origin: 'direct-message' });
    expect(calls()[0]?.question).toEqual({
      id: 'message Why is the sky blue?',
      conversation: threadKey('1'),
      channelKey: 'slack:T1:C1',
      asker: { id: 'U1' },
      origin: 'direct-message',
      agent: 'research',
      text: 'Why is the sky blue?',
      askedAt: clock.now(),
    });
    expect(done()).toBe(false);
    await finish();
    expect(done()).toBe(true);
    expect(reply.visible).toEqual(['Blue complete']);
    expect(counted).toContainEqual(['questionAccepted', 'slack', 'research']);
    expect(told).toEqual([]);
  });

  it('goes to the agent that it names, or that its slash command names', async () => {
    const { say, calls } = setUp({ on: ['research', 'reigent'] });
    await say('reigent: What is staking?');
    await say('What is a validator?', {
      agent: 'reigent',
      open: async () => ({ conversation: threadKey('2'), reply: createFakeReply().reply, render: renderText }),
    });
    expect(calls().map(({ question }) => [question.agent, question.text])).toEqual([
      ['reigent', 'What is staking?'],
      ['reigent', 'What is a validator?'],
    ]);
  });

  it('is answered once, however often it is delivered, and the others are counted', async () => {
    const { clock, say, calls, opened, counted } = setUp();
    await say('Why?', { id: 'm1' });
    await say('Why?', { id: 'm1' });
    await clock.advance(59_999);
    const third = await say('Why?', { id: 'm1' });
    expect(third.done()).toBe(true);
    expect(calls()).toHaveLength(1);
    expect(opened()).toBe(1);
    expect(counted.filter(([name]) => name === 'duplicateDropped')).toEqual([
      ['duplicateDropped', 'slack'],
      ['duplicateDropped', 'slack'],
    ]);
  });

  it('is recognised again only for as long as deliveries are remembered', async () => {
    const { clock, say, opened } = setUp();
    await say('Why?', { id: 'm1' });
    await clock.advance(30_000);
    await say('How?', { id: 'm2' });
    await clock.advance(30_000);
    await say('Why?', { id: 'm1' });
    await say('How?', { id: 'm2' });
    expect(opened()).toBe(3);
  });

  it('for an agent that is not set up gets that said, and no place is made for an answer', async () => {
    const { say, told, opened, calls } = setUp();
    await say('What is staking?', { agent: 'reigent' });
    expect(told).toEqual(['reigent is off']);
    expect([opened(), calls().length]).toEqual([0, 0]);
  });

  it('is told that no answer is possible where none can be written', async () => {
    const { say, told, calls } = setUp();
    const { done } = await say('Why?', { open: () => Promise.reject(notAllowed) });
    expect(told).toEqual(['cannot reply']);
    expect(calls()).toEqual([]);
    expect(done()).toBe(true);
  });

  it('is asked to try again where the platform was only busy', async () => {
    const { say, told } = setUp();
    const busy = new FootnoteError('rate-limited', 'Slow down.');
    await say('Why?', { open: () => Promise.reject(busy) });
    expect(told).toEqual(['not now']);
  });

  it('is told that the store is to blame where it is', async () => {
    const { say, told } = setUp();
    await say('Why?', { open: () => Promise.reject(storeDown) });
    expect(told).toEqual(['store unreachable']);
  });

  it('never rejects, not even when the person cannot be told', async () => {
    const { say } = setUp();
    const refuse = () => Promise.reject(notAllowed);
    const { done } = await say('Why?', { open: refuse, tell: refuse });
    expect(done()).toBe(true);
  });

  it('after the close gets the word that the bot restarts, while those before it are answered', async () => {
    const { reception, say, told, finish, calls, reply } = setUp();
    await say('Why?');
    reception.close();
    await say('How?');
    await say('help');
    await finish();
    expect(told).toEqual(['restarting', 'restarting']);
    expect(calls()).toHaveLength(1);
    expect(reply.visible).toEqual(['Blue complete']);
  });
});

describe('a command at the reception', () => {
  it.each(['', '  ', 'help', '?', 'research:'])('%j shows how to ask, without asking an agent', async (text) => {
    const { say, told, opened, calls } = setUp({ on: ['research', 'reigent'] });
    await say(text);
    expect(told).toEqual(['help for research and reigent']);
    expect([opened(), calls().length]).toEqual([0, 0]);
  });

  it('forget in a conversation removes it, once', async () => {
    const { clock, say, told, held, finish, calls } = setUp();
    await say('Why?');
    await finish();
    await clock.advance(0);
    expect([...held.keys()]).toEqual([threadKey('1')]);
    await say('forget', { id: 'f1' });
    await say('forget', { id: 'f2' });
    expect(told).toEqual(['forgotten', 'nothing to forget']);
    expect(held.size).toBe(0);
    expect(calls()).toHaveLength(1);
  });

  it('forget says that a Reigent cannot forget where one is set up', async () => {
    const { say, told } = setUp({ on: ['research', 'reigent'] });
    await say('forget');
    expect(told).toEqual(['nothing to forget, but by the Reigent']);
  });

  it('forget in a conversation keeps the question out that is being answered', async () => {
    const { say, held, finish, reply } = setUp();
    await say('Why?');
    await say('forget', { asker: { id: 'U2' } });
    await finish();
    expect(reply.visible).toEqual(['Blue complete']);
    expect(held.size).toBe(0);
  });

  it('forget in a channel removes what the person began there, also what is being answered', async () => {
    const { say, told, held, finish } = setUp();
    await say('Why?');
    await finish();
    const inThread = (thread: string, asker: string) => ({
      id: `${thread} ${asker}`,
      asker: { id: asker },
      open: async () => ({ conversation: threadKey(thread), reply: createFakeReply().reply, render: renderText }),
    });
    await say('How?', inThread('2', 'U1'));
    await say('How?', inThread('3', 'U2'));
    await say('How?', { ...inThread('4', 'U1'), channelKey: 'slack:T1:C10' });
    await say('forget', { current: async () => undefined });
    await finish();
    expect(told).toEqual(['1 forgotten']);
    expect([...held.keys()]).toEqual([threadKey('3'), threadKey('4')]);
  });

  it('forget says that nothing was changed when the store cannot be reached', async () => {
    const { say, told, failures } = setUp();
    failures.forget = storeDown;
    await say('forget');
    expect(told).toEqual(['store unreachable']);
  });

  it('new begins a new conversation where there are no threads, and says how where there are', async () => {
    const { say, told, calls } = setUp();
    let restarts = 0;
    await say('new', {
      id: 'n1',
      async restart() {
        restarts += 1;
      },
    });
    await say('new', { id: 'n2' });
    expect(told).toEqual(['new conversation', 'new threads are new conversations']);
    expect(restarts).toBe(1);
    expect(calls()).toEqual([]);
  });
});
