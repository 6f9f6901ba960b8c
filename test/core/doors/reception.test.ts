import { describe, expect, it } from 'vitest';
import { newConversation } from '../../../src/core/answer/conversation.ts';
import { noFootnotes } from '../../../src/core/answer/footnotes.ts';
import type { Understood } from '../../../src/core/doors/understand.ts';
import { FootnoteError } from '../../../src/core/errors.ts';
import type { Phrases } from '../../../src/core/ports/phrases.ts';
import type { Incoming } from '../../../src/core/ports/platform.ts';
import type { AgentName } from '../../../src/core/question/question.ts';
import { createFakeReply, renderText, roomy, slackChannel, type TextPart, threadKey } from '../fakes.ts';
import { reigent, research } from '../known-agents.ts';
import { settled } from '../manual-clock.ts';
import { createStage } from '../stage.ts';

const phrases: Phrases = {
  help: (answering) => `help for ${answering.map(({ name }) => name).join(' and ')}`,
  agentOff: (agent) => `${agent} is off`,
  tooMany: ({ by, open }) => `${open} are open in the ${by}`,
  wrongOption: ({ kind }) => `wrong option: ${kind}`,
  forgotten: (found, agents) =>
    `${found ? 'forgotten' : 'nothing to forget'}${agents.includes(reigent) ? ', but by the Reigent' : ''}`,
  forgottenInChannel: (conversations) => `${conversations} forgotten`,
  storeUnreachable: 'store unreachable',
  newConversation: 'new conversation',
  newConversationHere: 'new threads are new conversations',
  restarting: 'restarting',
  notNow: 'not now',
  cannotReply: 'cannot reply',
  mayNotStop: 'may not stop',
  mayNotAskAgain: 'may not ask again',
  alreadyEnded: 'already ended',
  nothingToRetry: 'nothing to retry',
  nothingToReword: 'nothing to reword',
  nothingKept: 'nothing kept',
  pressFailed: 'press failed',
};

const notAllowed = new FootnoteError('platform', 'Not in the channel.', { hint: 'not-allowed' });
const storeDown = new FootnoteError('storage', 'Unreachable.');

function setUp({ on, templates }: { on?: readonly AgentName[]; templates?: readonly string[] } = {}) {
  const stage = createStage({
    ...(on && { on }),
    ...(templates && { templates }),
    phrases,
    running: { person: 4 },
    budget: () => roomy,
  });
  const { clock, recorded, calls } = stage;
  const say = async (text: string, changes: Partial<Incoming<TextPart>> = {}) => {
    const incoming = stage.incoming(`message ${text}`, text, changes);
    await stage.reception.accept(incoming);
    await settled();
    return { done: () => recorded.runs.get(incoming.id)?.state === 'ended' };
  };
  const finish = async () => {
    for (const call of calls()) {
      call.say({ type: 'text', text: 'Blue' }, { type: 'done', complete: true });
      call.end();
    }
    await clock.advance(1000);
  };
  return { ...stage, say, finish };
}

describe('a question when many are open', () => {
  it('is refused in words, with nothing opened and nobody asked, and has ended then', async () => {
    const { say, told, calls, opened, counted } = setUp();
    for (let open = 1; open <= 5; open += 1) await say(`Question ${open}?`);
    const { done } = await say('One more?');
    expect(told).toEqual(['5 are open in the conversation']);
    expect(opened()).toBe(5);
    expect(calls()).toHaveLength(1);
    expect(done()).toBe(true);
    expect(counted).toContainEqual(['questionRefused', 'slack', 'conversation']);
    expect(counted.filter(([name]) => name === 'questionAccepted')).toHaveLength(5);
  });

  it('is counted even before its own conversation has begun', async () => {
    const { say, told } = setUp();
    const beginning = { current: async () => undefined };
    for (let open = 1; open <= 5; open += 1) await say(`Question ${open}?`, beginning);
    await say('One more?');
    expect(told).toEqual(['5 are open in the conversation']);
  });

  it('does not count those for which no place could be made', async () => {
    const { say, told, calls } = setUp();
    const fails = { open: () => Promise.reject(notAllowed) };
    for (let failed = 1; failed <= 30; failed += 1) await say(`Question ${failed}?`, fails);
    expect(new Set(told)).toEqual(new Set(['cannot reply']));
    await say('One more?');
    expect(calls()).toHaveLength(1);
  });

  it('is refused after a crash as well, unless it had been let in before', async () => {
    const { start, told, opened } = setUp();
    const ids = ['1', '2', '3', '4', '5', '6', '7'];
    await start(
      ids.map((id, at) => ({
        id,
        platform: 'slack',
        state: 'accepted',
        said: JSON.stringify({ id, text: `Question ${id}?` }),
        acceptedAt: at,
      })),
    );
    expect([opened(), told]).toEqual([5, ['5 are open in the conversation', '5 are open in the conversation']]);
  });

  it('leaves room for commands', async () => {
    const { say, told } = setUp();
    for (let open = 1; open <= 5; open += 1) await say(`Question ${open}?`);
    await say('help');
    expect(told).toEqual(['help for research']);
  });
});

describe('a question at the reception', () => {
  it('is handed to the agent with all that is known of it, and has ended when its reply has', async () => {
    const { clock, say, calls, finish, counted, shown, told } = setUp();
    const { done } = await say('Why is the sky blue?', { origin: 'direct-message' });
    expect(calls()[0]?.question).toEqual({
      id: 'message Why is the sky blue?',
      conversation: threadKey('1'),
      channelKey: slackChannel(),
      asker: { id: 'U1' },
      origin: 'direct-message',
      agent: research,
      text: 'Why is the sky blue?',
      askedAt: clock.now(),
    });
    expect(done()).toBe(false);
    await finish();
    expect(done()).toBe(true);
    expect(shown('message Why is the sky blue?')).toEqual(['Blue complete']);
    expect(counted).toContainEqual(['questionAccepted', 'slack', 'research']);
    expect(told).toEqual([]);
  });

  it('goes to the agent that it names, or that its slash command names', async () => {
    const { say, calls } = setUp({ on: [research, reigent] });
    await say('reigent: What is staking?');
    await say('What is a validator?', {
      agent: reigent,
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
    await say('Why?', { id: 'm1' });
    expect(calls()).toHaveLength(1);
    expect(opened()).toBe(1);
    expect(counted.filter(([name]) => name === 'duplicateDropped')).toEqual([
      ['duplicateDropped', 'slack'],
      ['duplicateDropped', 'slack'],
    ]);
  });

  it('is recorded before the adapter goes on, and is noted as it comes along', async () => {
    const { reception, say, recorded, finish } = setUp();
    const release = reception.hold();
    await say('Why?', { id: 'm1' });
    expect(recorded.runs.get('m1')).toMatchObject({
      platform: 'slack',
      said: expect.stringContaining('Why?'),
      state: 'accepted',
    });
    release();
    await settled();
    expect(recorded.runs.get('m1')).toMatchObject({
      state: 'asked',
      question: { text: 'Why?' },
      address: { channel: 'C1' },
    });
    await finish();
    expect(recorded.runs.get('m1')).toMatchObject({ state: 'ended', answer: { text: 'Blue', state: 'complete' } });
  });

  it('is asked after what was said before it in its conversation, whose place takes longer to make', async () => {
    const { say, calls, finish } = setUp();
    const made = Promise.withResolvers<void>();
    const open = async () => {
      await made.promise;
      return { conversation: threadKey('1'), reply: createFakeReply().reply, render: renderText };
    };
    await say('First?', { open });
    await say('Second?');
    await say('Elsewhere?', {
      line: 'slack:T1:C1:2',
      open: async () => ({ conversation: threadKey('2'), reply: createFakeReply().reply, render: renderText }),
    });
    expect(calls().map(({ question }) => question.text)).toEqual(['Elsewhere?']);
    made.resolve();
    await settled();
    await finish();
    expect(calls().map(({ question }) => question.text)).toEqual(['Elsewhere?', 'First?', 'Second?']);
  });

  it('does not wait for what was said before it and got no place', async () => {
    const { say, calls, told } = setUp();
    const refused = Promise.withResolvers<never>();
    await say('First?', { open: () => refused.promise });
    await say('Second?');
    expect(calls()).toEqual([]);
    refused.reject(notAllowed);
    await settled();
    expect(told).toEqual(['cannot reply']);
    expect(calls().map(({ question }) => question.text)).toEqual(['Second?']);
  });

  it('that could not be begun is refused aloud, though the platform fails for a while', async () => {
    const { say, told, clock } = setUp();
    const down = new FootnoteError('upstream', 'Down.');
    let attempts = 0;
    const tell = async (words: string) => {
      attempts += 1;
      if (attempts < 4) throw down;
      told.push(words);
    };
    const { done } = await say('Why?', { open: () => Promise.reject(down), tell });
    expect([attempts, done()]).toEqual([1, false]);
    await clock.advance(7000);
    expect([told, done()]).toEqual([['not now'], true]);
  });

  it('that cannot even be refused is not refused for ever', async () => {
    const { say, clock } = setUp();
    const down = new FootnoteError('upstream', 'Down.');
    const { done } = await say('Why?', { open: () => Promise.reject(down), tell: () => Promise.reject(down) });
    await clock.advance(15_000);
    expect(done()).toBe(true);
  });

  it('that cannot be recorded is not taken in, and its person is told', async () => {
    const { say, told, recorded, opened } = setUp();
    recorded.failures.accept = storeDown;
    await say('Why?');
    expect([told, opened()]).toEqual([['store unreachable'], 0]);
  });

  it('that could not be recorded is not answered after all when it is delivered again', async () => {
    const { say, told, recorded, opened } = setUp();
    recorded.failures.accept = storeDown;
    await say('Why?');
    delete recorded.failures.accept;
    await say('Why?');
    expect([told, opened()]).toEqual([['store unreachable'], 0]);
    await say('Why, once more?');
    expect(opened()).toBe(1);
  });

  it('is left to the process that has replaced this one, without a word', async () => {
    const { say, told, recorded, opened, reception } = setUp();
    recorded.failures.accept = new FootnoteError('stopped', 'Replaced.', { hint: 'taken-over' });
    await expect(say('Why?')).rejects.toMatchObject({ hint: 'taken-over' });
    delete recorded.failures.accept;
    const release = reception.hold();
    await say('How?');
    recorded.lose('message How?');
    release();
    await settled();
    expect([told, opened()]).toEqual([[], 0]);
  });

  it('is handed over with its options, which are no part of its words', async () => {
    const { say, calls } = setUp();
    await say('depth:deep Why?', { options: [{ name: 'searches', value: '5' }] });
    expect(calls()[0]?.question).toMatchObject({ text: 'Why?', options: { depth: 'deep', searches: 5 } });
  });

  it('with a wrong option gets that said, and no place is made for an answer', async () => {
    const { say, told, opened, calls, counted } = setUp({ on: [research, reigent] });
    await say('only:a.org except:b.org Why?');
    await say('template:comparison Why?');
    await say('Why?', { agent: reigent, options: [{ name: 'depth', value: 'deep' }] });
    await say('Why?', { id: 'typed', options: [{ name: 'near', value: 'Nowhere' }] });
    expect(told).toEqual([
      'wrong option: only-and-except',
      'wrong option: template',
      'wrong option: not-for-agent',
      'wrong option: place',
    ]);
    expect([opened(), calls().length, counted.length]).toEqual([0, 0, 0]);
  });

  it('may choose a template that there is', async () => {
    const { say, calls } = setUp({ templates: ['comparison'] });
    await say('template:Comparison A or B?');
    expect(calls()[0]?.question).toMatchObject({ text: 'A or B?', options: { template: 'comparison' } });
  });

  it('for an agent that is not set up gets that said, and no place is made for an answer', async () => {
    const { say, told, opened, calls } = setUp();
    await say('What is staking?', { agent: reigent });
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
    const { reception, say, told, finish, calls, shown } = setUp();
    await say('Why?');
    reception.close();
    await say('How?');
    await say('help');
    await finish();
    expect(told).toEqual(['restarting', 'restarting']);
    expect(calls()).toHaveLength(1);
    expect(shown('message Why?')).toEqual(['Blue complete']);
  });
});

describe('a command at the reception', () => {
  it.each(['', '  ', 'help', '?', 'research:'])('%j shows how to ask, without asking an agent', async (text) => {
    const { say, told, opened, calls } = setUp({ on: [research, reigent] });
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
    const { say, told } = setUp({ on: [research, reigent] });
    await say('forget');
    expect(told).toEqual(['nothing to forget, but by the Reigent']);
  });

  it('forget in a conversation keeps the question out that is being answered', async () => {
    const { say, held, finish, shown } = setUp();
    await say('Why?');
    await say('forget', { asker: { id: 'U2' } });
    await finish();
    expect(shown('message Why?')).toEqual(['Blue complete']);
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
    await say('How?', { ...inThread('4', 'U1'), channelKey: slackChannel('C10') });
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

describe('what takes time to be understood', () => {
  /** Somebody said something, which was edited into `forget` that is still to be understood, and whose turn it is. */
  async function understoodSlowly() {
    const stage = setUp();
    const { reception, perLine, incoming, history, held } = stage;
    await history.append(
      threadKey('1'),
      {
        questionId: '0',
        asker: { id: 'U1' },
        agent: research,
        question: 'Why?',
        answer: 'So.',
        state: 'complete',
        at: 0,
      },
      { channelKey: slackChannel(), footnotes: noFootnotes, unlessForgotten: newConversation(threadKey('1')) },
    );
    const pass = await perLine.take('slack:T1:C1:1');
    await reception.accept(incoming('1', 'Why?'));
    const understanding = Promise.withResolvers<Understood>();
    await reception.amend('1', { incoming: incoming('1', 'forget'), understood: understanding.promise });
    pass();
    await settled();
    return {
      ...stage,
      remembered: () => held.size,
      async understand() {
        understanding.resolve({ kind: 'forget' });
        await settled();
      },
    };
  }

  it('is not done any more when it was deleted meanwhile', async () => {
    const { reception, understand, remembered, told } = await understoodSlowly();
    await reception.amend('1', undefined);
    await understand();
    expect([remembered(), told]).toEqual([1, []]);
  });

  it('is taken as it was edited meanwhile', async () => {
    const { reception, incoming, understand, remembered, told } = await understoodSlowly();
    const understood = Promise.resolve({ kind: 'tell', words: 'Here is help.' } as const);
    await reception.amend('1', { incoming: incoming('1', 'help'), understood });
    await understand();
    expect([remembered(), told]).toEqual([1, ['Here is help.']]);
  });

  it('is apologised for when that fails before its turn has come', async () => {
    const fault = () => {
      throw new Error('No help.');
    };
    const { reception, incoming, told } = createStage({ phrases: { ...phrases, help: fault } });
    const release = reception.hold();
    await reception.accept(incoming('1', 'help'));
    await settled();
    release();
    await settled();
    expect(told).toEqual(['not now']);
  });
});
