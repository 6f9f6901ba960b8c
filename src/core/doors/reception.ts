import type { Admission } from '../asking/admission.ts';
import { type FootnoteError, isTransient, toFootnoteError } from '../errors.ts';
import type { Agent, AgentInfo } from '../ports/agent.ts';
import type { Phrases } from '../ports/phrases.ts';
import type { Part } from '../ports/place.ts';
import type { Accept, Incoming } from '../ports/platform.ts';
import type { HistoryStore, Ledger } from '../ports/stores.ts';
import type { Clock, Logger, Metrics } from '../ports/system.ts';
import { type Command, parseCommand } from '../question/command.ts';
import type { AgentName, Question, Wording } from '../question/question.ts';
import { retry, whenTransient } from '../retry.ts';
import type { KeyedQueue } from '../runs/keyed-queue.ts';
import type { Runs } from '../runs/runs.ts';

/** What the reception works with. */
export interface ReceptionOptions {
  /** Those that are set up. */
  readonly agents: ReadonlyMap<AgentName, Agent>;
  /** All that there are, whether or not they are set up. */
  readonly knownAgents: readonly AgentInfo[];
  readonly defaultAgent: AgentName;
  readonly runs: Runs;
  /** Shared by all who hand questions to the runs. */
  readonly turns: KeyedQueue;
  readonly admission: Admission;
  readonly ledger: Ledger;
  readonly history: HistoryStore;
  readonly phrases: Phrases;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** The names of the templates that a question may choose; none unless given. */
  readonly templates?: readonly string[] | undefined;
}

/** Takes in what people say: drops what came twice, understands commands, hands questions to the runs. */
export interface Reception {
  readonly accept: Accept;
  /** Goes on with something that was recorded before; resolves when its reply has ended. Never rejects. */
  takeUp<P extends Part>(incoming: Incoming<P>): Promise<void>;
  /** What somebody is asked with these words; `undefined` when they are no question, or one to an agent that is not set up. */
  asks(incoming: Incoming<Part>): Asking | undefined;
  /** Has something said otherwise, or not at all. False when it is with the runs already, or has ended. */
  amend(id: string, now: Incoming<Part> | undefined): Promise<boolean>;
  /** What is accepted from now on waits until the returned function is called. */
  hold(): () => void;
  /** From now on every question is answered with the word that the bot restarts. */
  close(): void;
}

/** A question as its words say it, and who answers it. */
export interface Asking {
  readonly agent: Agent;
  readonly wording: Wording;
}

/** Something that is not with the runs yet. */
interface Taking {
  incoming: Incoming<Part>;
  withdrawn: boolean;
}

/** With waits that double from one second, a quarter of a minute in all. */
const maxTellAttempts = 5;
/** Platforms deliver again within minutes; so many cannot fail to be recorded in that time without anybody noticing. */
const maxUnrecorded = 1000;

/** An open reception. */
export function createReception(options: ReceptionOptions): Reception {
  const { agents, runs, turns, admission, ledger, history, phrases, clock, logger, metrics } = options;
  const taking = new Map<string, Taking>();
  let held = Promise.resolve();
  let closed = false;
  // Their people were told to ask again: a later delivery must not be answered beside the new question.
  const unrecorded = new Set<string>();

  async function forget<P extends Part>(incoming: Incoming<P>): Promise<string> {
    const key = await incoming.current();
    const { channelKey, asker } = incoming;
    if (key === undefined) {
      runs.forget((question) => question.asker.id === asker.id && question.channelKey === channelKey);
      await ledger.forget({ channelKey, askerId: asker.id });
      const forgotten = await history.forgetBegunBy(channelKey, asker.id);
      for (const conversation of forgotten) await ledger.forget({ conversation });
      return phrases.forgottenInChannel(forgotten.length);
    }
    runs.forget((question) => question.conversation === key);
    await ledger.forget({ conversation: key });
    return phrases.forgotten(await history.forget(key), [...agents.keys()]);
  }

  function read({ text, agent: preset, options: given }: Incoming<Part>): Command {
    const { knownAgents, defaultAgent, templates = [] } = options;
    return parseCommand(text, { agents: knownAgents, defaultAgent, preset, given, templates });
  }

  function asks(incoming: Incoming<Part>): Asking | undefined {
    const command = read(incoming);
    const agent = command.kind === 'ask' ? agents.get(command.agent) : undefined;
    if (command.kind !== 'ask' || !agent) return undefined;
    return { agent, wording: { agent: agent.name, text: command.text, options: command.options } };
  }

  async function ask(one: Taking, name: AgentName, pass: () => void): Promise<string | undefined> {
    const { incoming } = one;
    if (!agents.has(name)) return phrases.agentOff(name);
    const { id, platform, asker, origin, channelKey } = incoming;
    const conversation = await incoming.current();
    const entered = admission.enter({ asker, channelKey, conversation });
    if ('refusal' in entered) {
      metrics.questionRefused(platform, entered.refusal.by);
      return phrases.tooMany(entered.refusal);
    }
    const { place } = entered;
    metrics.questionAccepted(platform, name);
    const askedAt = clock.now();
    try {
      const opened = await incoming.open();
      place.settle(opened.conversation);
      const about = { id, conversation: opened.conversation, channelKey, asker, origin, askedAt };
      while (!one.withdrawn) {
        const said = one.incoming;
        const asking = asks(said);
        if (!asking) return await understand(one, pass);
        const question: Question = { ...about, ...asking.wording };
        await ledger.change(id, { state: 'opened', question, address: opened.reply.address() });
        if (one.withdrawn || one.incoming !== said) continue;
        const answered = runs.ask(question, platform, asking.agent, opened, { place });
        taking.delete(id);
        pass();
        await answered;
        return undefined;
      }
      return '';
    } finally {
      place.leave();
    }
  }

  async function understand(one: Taking, pass: () => void): Promise<string | undefined> {
    const { incoming } = one;
    const command = read(incoming);
    switch (command.kind) {
      case 'ask':
        return ask(one, command.agent, pass);
      case 'wrong-option':
        return phrases.wrongOption(command.problem);
      case 'help':
        return phrases.help(Array.from(agents.values(), ({ name, profile }) => ({ name, profile: profile?.() })));
      case 'forget':
        return forget(incoming);
      case 'new':
        if (!incoming.restart) return phrases.newConversationHere;
        await incoming.restart();
        return phrases.newConversation;
    }
  }

  function apology(error: FootnoteError): string {
    if (error.kind === 'storage') return phrases.storeUnreachable;
    return isTransient(error) ? phrases.notNow : phrases.cannotReply;
  }

  /** Says it as often as it takes, within reason: the platform that failed to take an answer may fail here too. */
  async function tell<P extends Part>(incoming: Incoming<P>, words: string): Promise<void> {
    const patience = { attempts: maxTellAttempts, when: whenTransient(1000), sleep: clock.sleep };
    await retry(() => incoming.tell(words), patience).catch((error: unknown) => {
      logger.error({ err: error, question: incoming.id }, 'The person could not be told either.');
    });
  }

  function remember(id: string): void {
    unrecorded.add(id);
    const [oldest] = unrecorded;
    if (oldest !== undefined && unrecorded.size > maxUnrecorded) unrecorded.delete(oldest);
  }

  async function takeUp<P extends Part>(incoming: Incoming<P>): Promise<void> {
    const one: Taking = { incoming, withdrawn: false };
    taking.set(incoming.id, one);
    const pass = await turns.take(incoming.line);
    try {
      if (!(await ledger.owns(incoming.id))) return;
      const words = one.withdrawn ? '' : await understand(one, pass);
      // The runs note the end of a question themselves.
      if (words === undefined) return;
      if (!one.withdrawn) await one.incoming.tell(words);
    } catch (thrown) {
      const error = toFootnoteError(thrown);
      logger.error({ err: error, question: incoming.id }, 'Something said to the bot could not be taken in.');
      if (error.hint === 'taken-over') return;
      if (!one.withdrawn) await tell(incoming, apology(error));
    } finally {
      if (taking.get(incoming.id) === one) taking.delete(incoming.id);
      pass();
    }
    await ledger.change(incoming.id, { state: 'ended' }).catch((thrown: unknown) => {
      logger.error({ err: toFootnoteError(thrown), question: incoming.id }, 'The end of a run could not be noted.');
    });
  }

  return {
    takeUp,
    async accept(incoming) {
      const { id, platform, said } = incoming;
      try {
        if (closed) await tell(incoming, phrases.restarting);
        else if (unrecorded.has(id)) metrics.duplicateDropped(platform);
        else if (await ledger.accept({ id, platform, said, acceptedAt: clock.now() }))
          void held.then(() => takeUp(incoming));
        else metrics.duplicateDropped(platform);
      } catch (thrown) {
        const error = toFootnoteError(thrown);
        logger.error({ err: error, question: id }, 'Something said to the bot could not be recorded.');
        if (error.hint === 'taken-over') throw error;
        remember(id);
        await tell(incoming, phrases.storeUnreachable);
      }
    },
    asks,
    async amend(id, now) {
      await held;
      const one = taking.get(id);
      if (!one) return false;
      if (now) one.incoming = now;
      else one.withdrawn = true;
      return true;
    },
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return resolve;
    },
    close() {
      closed = true;
    },
  };
}
