import { type Answer, type AnswerEvent, startAnswer } from '../answer/answer.ts';
import type { Admission } from '../asking/admission.ts';
import { FootnoteError, toFootnoteError } from '../errors.ts';
import type { Agent } from '../ports/agent.ts';
import type { Part } from '../ports/place.ts';
import type { Incoming, PlatformAdapter } from '../ports/platform.ts';
import type { Ledger, Run } from '../ports/stores.ts';
import type { Clock, Logger } from '../ports/system.ts';
import { encodeChannelKey, encodeConversationKey } from '../question/keys.ts';
import { type AgentName, parseAgentName, type Question } from '../question/question.ts';
import type { KeyedQueue } from '../runs/keyed-queue.ts';
import type { Runs } from '../runs/runs.ts';

/** What is needed to go on where an earlier process ended. */
export interface RecoveryOptions {
  readonly ledger: Ledger;
  readonly adapters: readonly PlatformAdapter[];
  readonly agents: ReadonlyMap<AgentName, Agent>;
  /** Goes on with what was said, and was not understood yet. */
  readonly reception: { takeUp<P extends Part>(incoming: Incoming<P>): Promise<void> };
  readonly runs: Runs;
  /** The same as the reception's. */
  readonly turns: KeyedQueue;
  readonly admission: Admission;
  readonly logger: Logger;
  /** Whether a question whose answer was interrupted is asked again, once; each request may cost money. */
  readonly reask: boolean;
}

/**
 * Takes over what a process that died left unfinished. The result takes it up, in order: what was never asked is asked, an
 * answer that was interrupted is shown as far as it came, in the same messages. It resolves when all of it is under way.
 * Neither rejects.
 */
export async function prepareRecovery(options: RecoveryOptions): Promise<() => Promise<void>> {
  const { ledger, logger } = options;
  const unfinished = await ledger.takeOver().catch((thrown: unknown): readonly Run[] => {
    logger.error({ err: toFootnoteError(thrown) }, 'What was unfinished could not be taken up.');
    return [];
  });
  return async () => {
    if (unfinished.length > 0) logger.info({ runs: unfinished.length }, 'Taking up what was unfinished.');
    for (const run of unfinished) await takeUp(run, options);
  };
}

/**
 * Asks the question of a run that has ended once more, in the messages of its reply. Throws a `FootnoteError` where that is
 * not possible any more.
 */
export async function askAgain(
  { id, platform, said, question, address, reworded }: Run,
  {
    ledger,
    adapters,
    agents,
    runs,
    admission,
    clock,
  }: Pick<RecoveryOptions, 'ledger' | 'adapters' | 'agents' | 'runs' | 'admission'> & { readonly clock: Clock },
): Promise<void> {
  const incoming = adapters.find((adapter) => adapter.platform === platform)?.restore(said);
  if (!incoming || !question || !address) throw new FootnoteError('storage', 'A question is not kept whole any more.');
  const agent = agents.get(question.agent) ?? gone(question.agent);
  const asked = { ...question, askedAt: clock.now() };
  if (!(await ledger.reopen(id))) throw new FootnoteError('stopped', 'Another process has it.', { hint: 'taken-over' });
  const answer = startAnswer(question.agent, asked.askedAt);
  await ledger.change(id, { state: 'opened', question, said, answer });
  await ledger.reword(id, reworded ?? null);
  const place = admission.reenter(asked);
  void runs.ask(asked, platform, agent, incoming.resume(address), {
    again: true,
    place,
    reworded: reworded !== undefined,
  });
}

async function takeUp(run: Run, options: RecoveryOptions): Promise<void> {
  const { ledger, adapters, reception, logger } = options;
  const adapter = adapters.find(({ platform }) => platform === run.platform);
  // Its platform may be set up again another time.
  if (!adapter) return;
  try {
    if (run.said === '' && endForgotten(run, adapter, options)) return;
    const incoming = adapter.restore(run.said);
    if (!incoming) throw new FootnoteError('storage', 'What was said cannot be read any more.');
    if (run.question && run.address) goOn(run, incoming, options);
    else void reception.takeUp(incoming);
  } catch (thrown) {
    logger.error({ err: toFootnoteError(thrown), question: run.id }, 'A question could not be taken up again.');
    await ledger.change(run.id, { state: 'ended' }).catch((unnoted: unknown) => {
      logger.error({ err: toFootnoteError(unnoted), question: run.id }, 'The end of a run could not be noted.');
    });
  }
}

function goOn(run: Run, incoming: Incoming<Part>, { agents, runs, turns, admission, reask }: RecoveryOptions): void {
  const { question, address, platform, state, answer } = run;
  const reworded = run.reworded !== undefined;
  if (!question || !address) return;
  const isFinal = answer !== undefined && answer.state !== 'working';
  // One that was stopped before it was asked has its end as well.
  const interrupted = state !== 'opened' || isFinal;
  const again = interrupted && !isFinal && reask && state !== 'asked-again';
  const agent =
    interrupted && !again ? replayOf(question.agent, answer) : (agents.get(question.agent) ?? gone(question.agent));
  const { reply, render } = incoming.resume(address);
  void turns.take(incoming.line).then((pass) => {
    // What only has to be shown takes no place.
    const place = interrupted && !again ? {} : { place: admission.reenter(question) };
    void runs.ask(question, platform, agent, { reply, render }, { again, reworded, ...place });
    pass();
  });
}

/**
 * Of a run that was forgotten while it was being answered nothing is left but its messages, which must not look alive.
 * False when there are none.
 */
function endForgotten(run: Run, adapter: PlatformAdapter, { agents, runs }: RecoveryOptions): boolean {
  const { id, platform, address, acceptedAt } = run;
  const opened = address && adapter.resume(address, id);
  if (!opened) return false;
  // Who asked whom, what and where was forgotten.
  const [name = parseAgentName('forgotten')] = agents.keys();
  const channel = { platform, workspace: 'forgotten', channel: address.channel };
  const question: Question = {
    id,
    conversation: encodeConversationKey({ ...channel, thread: '0' }),
    channelKey: encodeChannelKey(channel),
    asker: { id: '' },
    origin: 'mention',
    agent: name,
    text: '',
    askedAt: acceptedAt,
  };
  void runs.ask(question, platform, replayOf(name, undefined), opened);
  runs.forget((one) => one.id === id);
  return true;
}

/** Answers with what had arrived; nobody is asked. */
function replayOf(name: AgentName, noted: Answer | undefined): Agent {
  async function* answer(): AsyncIterable<AnswerEvent> {
    if (noted?.endedAt !== undefined) yield { type: 'ended-before', at: noted.endedAt };
    if (noted?.profile) yield { type: 'profile', profile: noted.profile };
    for (const step of noted?.steps ?? []) yield { type: 'step', step };
    if (noted?.data) yield { type: 'data', data: noted.data };
    else if (noted?.text) yield { type: 'text', text: noted.text };
    if (noted?.citations.length) yield { type: 'citations', citations: noted.citations };
    if (noted?.usage) yield { type: 'usage', usage: noted.usage };
    if (noted?.failure) {
      const { kind, ...details } = noted.failure;
      throw new FootnoteError(kind, 'It had failed before the bot ended.', details);
    }
    if (noted?.state === 'stopped')
      throw new FootnoteError('stopped', 'A person had stopped it before the bot ended.', { hint: 'by-person' });
    for (const notice of noted?.notices ?? []) yield { type: 'notice', notice };
    if (!noted || noted.state === 'working') yield { type: 'done', complete: false, notice: 'interrupted' };
    else yield { type: 'done', complete: noted.state === 'complete' };
  }
  return { name, asksLater: true, replays: true, answer };
}

/** An agent that was set up when it was to be asked, and is no more. */
function gone(name: AgentName): Agent {
  return {
    name,
    answer() {
      throw new FootnoteError('config', `${name} is not set up any more.`);
    },
  };
}
