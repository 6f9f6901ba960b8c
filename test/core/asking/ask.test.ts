import { describe, expect, it } from 'vitest';
import type { AnswerEvent } from '../../../src/core/answer/answer.ts';
import { newConversation } from '../../../src/core/answer/conversation.ts';
import { createAsking } from '../../../src/core/asking/ask.ts';
import type { Hold, Policy } from '../../../src/core/asking/policy.ts';
import { causes, requestOf } from '../../contract/policy.ts';
import { english } from '../../words/english.ts';
import { createFakeLogger, createFakeMetrics, createScriptedAgent, questionOf, threadKey } from '../fakes.ts';
import { reigent } from '../known-agents.ts';

const sundays: Policy = () => ({ refusal: { by: 'sundays', words: 'Not on Sundays.' } });

/** A policy that lets everything pass, and says what becomes of what it keeps. */
function holding() {
  const told: string[] = [];
  const policy: Policy = ({ question }) => ({
    hold: {
      settle: (key) => told.push(`${question.id} is in ${key}`),
      turn: async () => void told.push(`${question.id} has its turn`),
      leave: () => told.push(`${question.id} leaves`),
    },
  });
  return { policy, told };
}

function askingOf(...policies: readonly Policy[]) {
  const { agent, calls } = createScriptedAgent();
  const { logger } = createFakeLogger();
  const { metrics, counted } = createFakeMetrics();
  const agents = new Map([[agent.name, agent]]);
  return { asking: createAsking({ agents, policies, phrases: english, metrics, logger }), calls, counted };
}

describe('asking', () => {
  it.each(causes)('counts what is refused that is asked because it was %s', async (cause) => {
    const { asking, counted } = askingOf(sundays);
    await asking.ask(requestOf('1', { cause }));
    expect(counted).toEqual([['questionRefused', 'slack', 'sundays']]);
  });

  it('lets every policy judge, in their order, until one refuses; what the others keep is given back', async () => {
    const { policy, told } = holding();
    const later: string[] = [];
    const { asking, calls } = askingOf(policy, sundays, () => {
      later.push('asked');
      return 'pass';
    });
    expect(await asking.ask(requestOf('1'))).toEqual({ refusal: { by: 'sundays', words: 'Not on Sundays.' } });
    expect([told, later, calls]).toEqual([['1 leaves'], [], []]);
  });

  it('tells the policies the conversation and the turn, and the end once', async () => {
    const { policy, told } = holding();
    const asked = await askingOf(policy).asking.ask(requestOf('1'));
    if ('refusal' in asked) throw new Error(asked.refusal.words);
    asked.permission.settle(threadKey('7'));
    await asked.permission.turn(new AbortController().signal, () => {});
    asked.permission.leave();
    asked.permission.leave();
    expect(told).toEqual([`1 is in ${threadKey('7')}`, '1 has its turn', '1 leaves']);
  });

  it('gives back what policies keep when a later one throws', async () => {
    const { policy, told } = holding();
    const broken: Policy = () => Promise.reject(new Error('Broken.'));
    await expect(askingOf(policy, broken).asking.ask(requestOf('1'))).rejects.toThrow('Broken.');
    expect(told).toEqual(['1 leaves']);
  });

  it('has waited for every turn, with a word for what, before the agent is called', async () => {
    const turn: Hold['turn'] = async (_, onWait) => onWait({ for: 'channel', running: 2 });
    const { asking, calls } = askingOf(() => ({ hold: { turn } }));
    const asked = await asking.ask(requestOf('1', { cause: 'tool' }));
    if ('refusal' in asked) throw new Error(asked.refusal.words);
    const { signal } = new AbortController();
    const seen: AnswerEvent[] = [];
    for await (const event of asked.permission.answer(questionOf('1'), newConversation(threadKey('1')), signal)) {
      seen.push(event);
      if (event.type === 'asking') break;
    }
    expect(seen).toEqual([{ type: 'queued', wait: { for: 'channel', running: 2 } }, { type: 'asking' }]);
    expect(calls).toEqual([]);
  });

  it('asks nobody when it is stopped while it waits', async () => {
    const stop = new AbortController();
    const turn: Hold['turn'] = async () => stop.abort(new Error('Stopped.'));
    const { asking, calls } = askingOf(() => ({ hold: { turn } }));
    const asked = await asking.ask(requestOf('1', { cause: 'tool' }));
    if ('refusal' in asked) throw new Error(asked.refusal.words);
    const events = asked.permission.answer(questionOf('1'), newConversation(threadKey('1')), stop.signal);
    await expect(events[Symbol.asyncIterator]().next()).rejects.toThrow('Stopped.');
    expect(calls).toEqual([]);
  });

  it('refuses to ask an agent that is not set up, before any policy judges', async () => {
    const { asking } = askingOf(sundays);
    const { question } = requestOf('1');
    const asked = await asking.ask(requestOf('1', { question: { ...question, agent: reigent } }));
    expect(asked).toEqual({ refusal: { by: 'agent-off', words: english.agentOff(reigent) } });
  });

  it('says that the request is about to leave before the agent is called', async () => {
    const { asking, calls } = askingOf();
    const asked = await asking.ask(requestOf('1'));
    if ('refusal' in asked) throw new Error(asked.refusal.words);
    const { signal } = new AbortController();
    const events = asked.permission.answer(questionOf('1'), newConversation(threadKey('1')), signal);
    const iterator = events[Symbol.asyncIterator]();
    expect(await iterator.next()).toEqual({ done: false, value: { type: 'asking' } });
    expect(calls).toEqual([]);
    void iterator.next();
    expect(calls).toHaveLength(1);
    calls[0]?.end();
  });
});
