import type { RekaEmulator, RekaScript } from '../emulators/reka/index.ts';
import type { AgentRequest } from './history.ts';
import { questionIn, segmentName } from './looks.ts';
import type { AgentPlan, QuestionPlan } from './plan.ts';

/** The agent of a scenario: answers each question as planned, and keeps who asked what. */
export interface PlannedAgent {
  readonly requests: readonly AgentRequest[];
  /** How many segments a complete answer has, by question. */
  readonly segments: ReadonlyMap<string, number>;
  /** Whether a request for this question has arrived, and whether all of its answer was sent. */
  progress(marker: string): { readonly requested: boolean; readonly streamed: boolean };
  /** Anything that asks the agent about no question of the plan. */
  readonly strangers: readonly string[];
}

/**
 * Makes an emulated Reka answer as planned. `onProgress` is told when a request arrives and when
 * its answer was sent; an answer hangs only while it may, which is while a death is still to come. */
export function planAgent(
  reka: RekaEmulator,
  questions: readonly QuestionPlan[],
  { onProgress, mayHang }: { onProgress: () => void; mayHang: () => boolean },
): PlannedAgent {
  const plans = new Map(questions.map(({ marker, agent }) => [marker, agent]));
  const requests: AgentRequest[] = [];
  const strangers: string[] = [];
  const streamed = new Set<string>();
  const segments = new Map(
    questions.map(({ marker, agent }) => [marker, agent.kind === 'answer' ? agent.segments : segmentsOfRetry]),
  );

  reka.answerWith(({ question, ended }) => {
    const marker = questionIn(question) ?? '';
    const plan = plans.get(marker);
    if (!plan) strangers.push(question);
    const isFirst = !requests.some((request) => request.marker === marker);
    const script = scriptOf(marker, plan, { isFirst, mayHang: mayHang() });
    requests.push({ marker, refused: script.kind === 'response' });
    if (script.kind !== 'response')
      void ended.then(() => {
        streamed.add(marker);
        onProgress();
      });
    onProgress();
    return script;
  });

  return {
    requests,
    segments,
    strangers,
    progress: (marker) => ({
      requested: requests.some((request) => request.marker === marker),
      streamed: streamed.has(marker),
    }),
  };
}

const segmentsOfRetry = 3;
const filler = 'lorem ipsum dolor sit amet consectetur';

function scriptOf(
  marker: string,
  plan: AgentPlan | undefined,
  { isFirst, mayHang }: { isFirst: boolean; mayHang: boolean },
): RekaScript {
  switch (plan?.kind) {
    case 'answer':
      return { kind: 'answer', items: items(marker, plan.segments, plan.wordsEach, plan.everyMs) };
    case 'broken':
      return { kind: 'answer', items: items(marker, plan.after, 6, 20), ending: plan.ending };
    case 'hang':
      return { kind: 'answer', items: items(marker, plan.after, 6, 20), ending: mayHang ? 'hang' : 'silent-end' };
    case 'reset':
      return { kind: 'reset' };
    case 'refused':
      if (!isFirst) break;
      return {
        kind: 'response',
        status: plan.status,
        // Without it nothing is asked for a minute after a 429, which is longer than a scenario waits.
        headers: { 'retry-after': '1' },
        body: { error: { type: 'api_error', message: 'Planned.' } },
      };
  }
  return { kind: 'answer', items: items(marker, segmentsOfRetry, 6, 20) };
}

function items(marker: string, segments: number, words: number, delayMs: number) {
  return Array.from({ length: segments }, (_, at) => {
    const text = Array.from({ length: Math.ceil(words / 6) }, () => filler).join(' ');
    return { text: `${segmentName(marker, at + 1)} ${text}.\n\n`, delayMs };
  });
}
