import type { Admission } from './admission.ts';
import type { Answer, AnswerEvent } from './answer.ts';
import { FootnoteError, toFootnoteError } from './errors.ts';
import type { Agent, Incoming, Logger, Part, PlatformAdapter } from './ports.ts';
import type { AgentName } from './question.ts';
import type { Reception } from './reception.ts';
import type { Run, RunStore } from './run.ts';
import type { Runs } from './runs.ts';

/** What is needed to go on where an earlier process ended. */
export interface RecoveryOptions {
  readonly ledger: RunStore;
  readonly adapters: readonly PlatformAdapter[];
  readonly agents: Readonly<Partial<Record<AgentName, Agent>>>;
  readonly reception: Reception;
  readonly runs: Runs;
  readonly admission: Admission;
  readonly logger: Logger;
  /** Whether a question whose answer was interrupted is asked again, once; each request may cost money. */
  readonly reask: boolean;
}

/**
 * Takes up what an earlier process left unfinished, in order: what was never asked is asked, an answer that was
 * interrupted is shown as far as it came, in the same messages. Resolves when all of it is under way; never rejects.
 */
export async function recover(options: RecoveryOptions): Promise<void> {
  const { ledger, logger } = options;
  try {
    const unfinished = await ledger.unfinished();
    if (unfinished.length > 0) logger.info({ runs: unfinished.length }, 'Taking up what was unfinished.');
    for (const run of unfinished) await takeUp(run, options);
  } catch (thrown) {
    logger.error({ err: toFootnoteError(thrown) }, 'What was unfinished could not be taken up.');
  }
}

async function takeUp(run: Run, options: RecoveryOptions): Promise<void> {
  const { ledger, adapters, reception, logger } = options;
  const adapter = adapters.find(({ platform }) => platform === run.platform);
  // Its platform may be set up again another time.
  if (!adapter) return;
  try {
    const incoming = adapter.revive(run.said);
    if (!incoming) throw new FootnoteError('storage', 'What was said cannot be read any more.');
    if (run.question && run.address) goOn(run, incoming, options);
    else void reception.takeUp(incoming);
  } catch (thrown) {
    logger.error({ err: toFootnoteError(thrown), question: run.id }, 'A question could not be taken up again.');
    await ledger.change(run.id, { state: 'ended' });
  }
}

function goOn(run: Run, incoming: Incoming<Part>, { agents, runs, admission, reask }: RecoveryOptions): void {
  const { question, address, platform, state, answer } = run;
  if (!question || !address) return;
  const interrupted = state !== 'opened';
  const isFinal = answer !== undefined && answer.state !== 'working';
  const again = interrupted && !isFinal && reask && state !== 'asked-again';
  const opened = incoming.reopen(address);
  if (interrupted && !again) {
    void runs.ask(question, platform, replayOf(question.agent, answer), opened);
    return;
  }
  const agent = agents[question.agent] ?? gone(question.agent);
  void runs.ask(question, platform, agent, opened, { again, place: admission.reenter(question) });
}

/** Answers with what had arrived; nobody is asked. */
function replayOf(name: AgentName, noted: Answer | undefined): Agent {
  async function* answer(): AsyncIterable<AnswerEvent> {
    for (const step of noted?.steps ?? []) yield { type: 'step', step };
    if (noted?.data) yield { type: 'data', data: noted.data };
    else if (noted?.text) yield { type: 'text', text: noted.text };
    if (noted?.citations.length) yield { type: 'citations', citations: noted.citations };
    if (noted?.usage) yield { type: 'usage', usage: noted.usage };
    if (noted?.failure) {
      const { kind, ...details } = noted.failure;
      throw new FootnoteError(kind, 'It had failed before the bot ended.', details);
    }
    const [notice = complete(noted) ? undefined : 'interrupted'] = noted?.notices ?? [];
    yield { type: 'done', complete: complete(noted), ...(notice && { notice }) };
  }
  return { name, label: name, asksLater: true, answer };
}

const complete = (noted: Answer | undefined) => noted?.state === 'complete';

/** An agent that was set up when it was to be asked, and is no more. */
function gone(name: AgentName): Agent {
  async function* answer(): AsyncIterable<AnswerEvent> {
    throw new FootnoteError('config', `${name} is not set up any more.`);
    // biome-ignore lint/correctness/noUnreachable: a generator has to yield somewhere
    yield { type: 'done', complete: false };
  }
  return { name, label: name, answer };
}
