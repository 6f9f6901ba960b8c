import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { Metrics } from '../core/ports/system.ts';

/** The metrics in Prometheus' text format. */
export interface RenderedMetrics {
  readonly contentType: string;
  readonly body: string;
}

/** The core's metrics, and how they are read. */
export interface PrometheusMetrics extends Metrics {
  render(): Promise<RenderedMetrics>;
}

const visibleBuckets = [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30];
const answerBuckets = [1, 2, 5, 10, 20, 30, 60, 120, 180, 300, 600];

/** Counts in a registry of its own: `footnote_*`, durations in seconds, beside the default metrics of the process. */
export function createMetrics(): PrometheusMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    ...questionMetrics(registers),
    ...replyMetrics(registers),
    ...answerMetrics(registers),
    ...connectionMetrics(registers),
    render: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
}

/** Counts what is asked. */
function questionMetrics(
  registers: Registry[],
): Pick<Metrics, 'questionAccepted' | 'duplicateDropped' | 'questionRefused'> {
  const questions = new Counter({
    name: 'footnote_questions_total',
    help: 'Questions accepted.',
    labelNames: ['platform', 'agent'],
    registers,
  });
  const duplicates = new Counter({
    name: 'footnote_duplicates_dropped_total',
    help: 'Redeliveries of questions that were accepted before.',
    labelNames: ['platform'],
    registers,
  });
  const refused = new Counter({
    name: 'footnote_questions_refused_total',
    help: 'Questions that a policy refused, by its word for why, such as who shares a limit.',
    labelNames: ['platform', 'by'],
    registers,
  });
  return {
    questionAccepted: (platform, agent) => questions.inc({ platform, agent }),
    duplicateDropped: (platform) => duplicates.inc({ platform }),
    questionRefused: (platform, by) => refused.inc({ platform, by }),
  };
}

/** Counts the writes of replies, and measures when something of them is seen. */
function replyMetrics(registers: Registry[]): Pick<Metrics, 'replyVisible' | 'textVisible' | 'replyWritten'> {
  const reply = new Histogram({
    name: 'footnote_reply_visible_seconds',
    help: "From a question's acceptance to the first sign of a reply.",
    labelNames: ['platform'],
    buckets: visibleBuckets,
    registers,
  });
  const text = new Histogram({
    name: 'footnote_text_visible_seconds',
    help: "From a question's acceptance to the first words of its answer.",
    labelNames: ['platform'],
    buckets: answerBuckets,
    registers,
  });
  const writes = new Counter({
    name: 'footnote_reply_writes_total',
    help: 'Writes of replies to the platform, by outcome: ok or the kind of the error.',
    labelNames: ['platform', 'outcome'],
    registers,
  });
  return {
    replyVisible: (platform, afterMs) => reply.observe({ platform }, afterMs / 1000),
    textVisible: (platform, afterMs) => text.observe({ platform }, afterMs / 1000),
    replyWritten: (platform, outcome) => writes.inc({ platform, outcome }),
  };
}

/** Measures answers, and counts how they end. */
function answerMetrics(registers: Registry[]): Pick<Metrics, 'answerEnded'> {
  const answers = new Histogram({
    name: 'footnote_answer_seconds',
    help: "From a question's acceptance to the end of its answer, by its final state.",
    labelNames: ['platform', 'agent', 'state'],
    buckets: answerBuckets,
    registers,
  });
  const failures = new Counter({
    name: 'footnote_answer_errors_total',
    help: 'Answers that ended with an error, by its kind.',
    labelNames: ['platform', 'agent', 'kind'],
    registers,
  });
  return {
    answerEnded(platform, agent, state, tookMs, error) {
      const labels = { platform, agent: agent ?? 'forgotten' };
      answers.observe({ ...labels, state }, tookMs / 1000);
      if (error) failures.inc({ ...labels, kind: error });
    },
  };
}

/** Counts what happens to connections and stores. */
function connectionMetrics(
  registers: Registry[],
): Pick<Metrics, 'connectionOpened' | 'connectionLost' | 'platformSilent' | 'storageFailed'> {
  const opened = new Counter({
    name: 'footnote_connections_opened_total',
    help: 'Connections to the platform: new ones, and resumed ones that bring what happened meanwhile.',
    labelNames: ['platform', 'how'],
    registers,
  });
  const lost = new Counter({
    name: 'footnote_connections_lost_total',
    help: 'Connections that the platform or the network ended.',
    labelNames: ['platform'],
    registers,
  });
  const silent = new Counter({
    name: 'footnote_platform_silent_total',
    help: 'Connections made anew because nothing was heard on them.',
    labelNames: ['platform'],
    registers,
  });
  const storage = new Counter({
    name: 'footnote_storage_errors_total',
    help: 'Operations of a store that failed, by store: conversations or ledger.',
    labelNames: ['store'],
    registers,
  });
  return {
    connectionOpened: (platform, how) => opened.inc({ platform, how }),
    connectionLost: (platform) => lost.inc({ platform }),
    platformSilent: (platform) => silent.inc({ platform }),
    storageFailed: (store) => storage.inc({ store }),
  };
}
