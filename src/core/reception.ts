import { parseCommand } from './command.ts';
import { type FootnoteError, isTransient, toFootnoteError } from './errors.ts';
import type { Accept, Agent, Clock, HistoryStore, Incoming, Logger, Metrics, Part, Phrases } from './ports.ts';
import type { AgentName, Question } from './question.ts';
import type { ResearchOptions } from './research-options.ts';
import type { Runs } from './runs.ts';

/** What the reception works with. */
export interface ReceptionOptions {
  readonly agents: Readonly<Partial<Record<AgentName, Agent>>>;
  readonly defaultAgent: AgentName;
  readonly runs: Runs;
  readonly history: HistoryStore;
  readonly phrases: Phrases;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** For how long a second delivery of the same message is recognised, in milliseconds. */
  readonly dedupeMs: number;
  /** The names of the templates that a question may choose; none unless given. */
  readonly templates?: readonly string[] | undefined;
}

/** Takes in what people say: drops what came twice, understands commands, hands questions to the runs. */
export interface Reception {
  readonly accept: Accept;
  /** From now on every question is answered with the word that the bot restarts. */
  close(): void;
}

/** An open reception. */
export function createReception(options: ReceptionOptions): Reception {
  const { agents, runs, history, phrases, clock, logger, metrics } = options;
  const seen = new Map<string, number>();
  let closed = false;

  function isRepeated(id: string): boolean {
    const now = clock.now();
    for (const [oldest, at] of seen) {
      if (now - at < options.dedupeMs) break;
      seen.delete(oldest);
    }
    if (seen.has(id)) return true;
    seen.set(id, now);
    return false;
  }

  async function forget<P extends Part>(incoming: Incoming<P>): Promise<string> {
    const key = await incoming.current();
    const { channelKey, asker } = incoming;
    if (key === undefined) {
      runs.forget((question) => question.asker.id === asker.id && question.channelKey === channelKey);
      return phrases.forgottenInChannel(await history.forgetBegunBy(channelKey, asker.id));
    }
    runs.forget((question) => question.conversation === key);
    return phrases.forgotten(await history.forget(key), agents.reigent !== undefined);
  }

  async function ask<P extends Part>(
    incoming: Incoming<P>,
    name: AgentName,
    text: string,
    wanted: ResearchOptions | undefined,
  ): Promise<string | undefined> {
    const agent = agents[name];
    if (!agent) return phrases.agentOff(name);
    const { id, platform, asker, origin, channelKey } = incoming;
    metrics.questionAccepted(platform, name);
    const askedAt = clock.now();
    const opened = await incoming.open();
    const question: Question = {
      id,
      conversation: opened.conversation,
      channelKey,
      asker,
      origin,
      agent: name,
      text,
      options: wanted,
      askedAt,
    };
    await runs.ask(question, platform, agent, opened);
    return undefined;
  }

  async function understand<P extends Part>(incoming: Incoming<P>): Promise<string | undefined> {
    if (closed) return phrases.restarting;
    const command = parseCommand(incoming.text, options.defaultAgent, incoming.agent, {
      given: incoming.options,
      templates: options.templates ?? [],
    });
    switch (command.kind) {
      case 'ask':
        return ask(incoming, command.agent, command.text, command.options);
      case 'wrong-option':
        return phrases.wrongOption(command.problem);
      case 'help':
        return phrases.help(
          Object.values(agents).map((agent) => agent.name),
          { research: agents.research?.profile?.(), reigent: agents.reigent?.profile?.() },
        );
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

  return {
    async accept(incoming) {
      if (isRepeated(incoming.id)) {
        metrics.duplicateDropped(incoming.platform);
        return;
      }
      try {
        const words = await understand(incoming);
        if (words !== undefined) await incoming.tell(words);
      } catch (thrown) {
        const error = toFootnoteError(thrown);
        logger.error({ err: error, question: incoming.id }, 'Something said to the bot could not be taken in.');
        await incoming.tell(apology(error)).catch((second: unknown) => {
          logger.error({ err: toFootnoteError(second), question: incoming.id }, 'The person could not be told either.');
        });
      }
    },
    close() {
      closed = true;
    },
  };
}
