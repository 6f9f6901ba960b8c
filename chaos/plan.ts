import type { Platform } from './history.ts';
import { createRandom, type Random } from './random.ts';

/** Where a question is asked. `of`: the question whose conversation it goes on with. */
export type Place =
  | { readonly kind: 'mention'; readonly channel: 'threads' | 'other' }
  | { readonly kind: 'follow-up'; readonly of: string }
  | { readonly kind: 'direct'; readonly user: 'ada' | 'grace' }
  | { readonly kind: 'command'; readonly channel: 'threads' | 'other' | 'direct' };

/** How the agent answers one request. */
export type AgentPlan =
  | { readonly kind: 'answer'; readonly segments: number; readonly everyMs: number; readonly wordsEach: number }
  /** The stream ends, or is reset, after a segment. */
  | { readonly kind: 'broken'; readonly after: number; readonly ending: 'reset' | 'silent-end' }
  /** Nothing more comes after a segment, as long as the process is going to be ended; later it is a broken answer. */
  | { readonly kind: 'hang'; readonly after: number }
  /** The connection is reset before any byte. */
  | { readonly kind: 'reset' }
  /** Turned away, then answered. */
  | { readonly kind: 'refused'; readonly status: 429 | 500 | 503 };

/** One question of a scenario. */
export interface QuestionPlan {
  readonly marker: string;
  readonly platform: Platform;
  readonly place: Place;
  /** The pause before it, in milliseconds. */
  readonly afterMs: number;
  /** Asked even when the bot is down, rather than when it is back. */
  readonly whileDown: boolean;
  readonly agent: AgentPlan;
}

/** A fault that begins before a question is asked. */
export interface FaultPlan {
  readonly before: number;
  readonly fault: Fault;
}

/** What goes wrong beside the deaths. */
export type Fault =
  /** Calls of a kind fail: refused with a wait, answered 500, cut off before or after they were carried out, or carried out and never answered. */
  | {
      readonly kind: 'calls';
      readonly platform: Platform;
      readonly call: 'create' | 'edit' | 'thread' | 'find' | 'any';
      readonly how: 'limited' | 'error' | 'cut before' | 'cut after' | 'silent';
      readonly times: number;
    }
  /** The whole platform answers 503, or refuses connections. */
  | {
      readonly kind: 'outage';
      readonly platform: Platform;
      readonly how: 'errors' | 'refused';
      readonly forMs: number;
    }
  /** The connection on which events arrive is cut, or asked to be opened anew. */
  | { readonly kind: 'reconnect'; readonly platform: Platform; readonly how: 'drop' | 'asked' }
  /** Slack keeps back the events of the next questions, and sends them later and in reverse. */
  | { readonly kind: 'reorder'; readonly forMs: number }
  /** What was asked before is delivered again, so many times. */
  | { readonly kind: 'again'; readonly questions: number; readonly times: number }
  /** The process is stopped and goes on later. */
  | { readonly kind: 'pause'; readonly forMs: number }
  /** Another connection has the store locked; beyond five seconds the bot's writes fail. */
  | { readonly kind: 'locked store'; readonly forMs: number }
  /** The wall clock jumps. */
  | { readonly kind: 'clock' };

/** What of a question's life has to have been seen before the process dies. */
export const steps = ['sent', 'taken', 'sign', 'requested', 'text', 'more text', 'streamed', 'ended'] as const;
export type Step = (typeof steps)[number];

/** The end of a process. */
export interface DeathPlan {
  /** The question whose life decides the moment. */
  readonly marker: string;
  readonly step: Step;
  /** Waits so long after the step. */
  readonly delayMs: number;
  /** With SIGSTOP it is held up until another process has replaced it, and wakes up then. */
  readonly signal: 'SIGKILL' | 'SIGTERM' | 'SIGSTOP';
  /** How long there is no process afterwards. */
  readonly downMs: number;
  /** How far the wall clock of the process before jumps when it does. */
  readonly clockJumpMs: number;
}

/** One scenario: a store, several processes one after the other, and what is asked of them meanwhile. */
export interface Plan {
  readonly seed: number;
  readonly questions: readonly QuestionPlan[];
  readonly faults: readonly FaultPlan[];
  readonly deaths: readonly DeathPlan[];
}

/** How many questions each process is asked. */
const questionsPerLife = 20;
/** How many questions a whole scenario has: two processes die, and a third has the last word. */
export const questionsOfAll = 2 * questionsPerLife + 2;

/** The plan that a seed stands for. `wanted`: how many questions there are, if fewer than in a whole scenario. */
export function createPlan(seed: number, wanted = questionsOfAll): Plan {
  const random = createRandom(seed);
  const lives = Math.max(1, Math.round(wanted / questionsPerLife));
  const marker = (index: number) => `Q${String(index).padStart(2, '0')}`;
  const questions: QuestionPlan[] = [];
  for (let index = 0; index < wanted; index += 1) questions.push(planQuestion(marker(index), questions, random));
  const deaths = Array.from({ length: lives }, (_, life): DeathPlan => {
    const last = Math.min(wanted - 1, (life + 1) * questionsPerLife - 1);
    return {
      marker: marker(random.between(Math.max(0, last - questionsPerLife / 2), last)),
      step: random.pick(steps),
      delayMs: random.pick([0, 0, 0, 1, 2, 5, 10, 20, 50, 200]),
      signal: random.pick(['SIGKILL', 'SIGKILL', 'SIGKILL', 'SIGKILL', 'SIGTERM', 'SIGSTOP'] as const),
      downMs: random.pick([0, 0, 200, 1000]),
      clockJumpMs: random.pick([-3_600_000, -600_000, 600_000, 3_600_000]),
    };
  });
  const faults = Array.from({ length: random.between(2, 3 * lives) }, () => planFault(wanted, random));
  const targets = new Set(deaths.map((death) => death.marker));
  return {
    seed,
    questions: questions.map((question) => (targets.has(question.marker) ? reachingAllSteps(question) : question)),
    faults,
    deaths,
  };
}

/**
 * The plan with every process killed at one step of a direct message on Slack, of which there is only one event, at once and while the store
 * is locked: what the bot says before it has recorded something is heard then.
 */
export function dyingAt(step: Step, plan: Plan): Plan {
  const targets = new Set(plan.deaths.map((death) => death.marker));
  return {
    ...plan,
    questions: plan.questions.map((question) =>
      targets.has(question.marker)
        ? { ...question, platform: 'slack', place: { kind: 'direct', user: 'ada' } }
        : question,
    ),
    faults: plan.questions.flatMap(({ marker }, before) =>
      targets.has(marker) ? [{ before, fault: { kind: 'locked store', forMs: 800 } as const }] : [],
    ),
    deaths: plan.deaths.map((death) => ({ ...death, step, delayMs: 0, signal: 'SIGKILL' })),
  };
}

/** The plan with every process held up in the middle of an answer that goes on when it wakes up, and nothing else going wrong. */
export function heldUp(plan: Plan): Plan {
  const targets = new Set(plan.deaths.map((death) => death.marker));
  const slowly = { kind: 'answer', segments: 40, everyMs: 250, wordsEach: 6 } as const;
  return {
    ...plan,
    questions: plan.questions.map((one) => (targets.has(one.marker) ? { ...one, agent: slowly } : one)),
    faults: [],
    deaths: plan.deaths.map((death) => ({ ...death, step: 'more text', delayMs: 0, signal: 'SIGSTOP', downMs: 0 })),
  };
}

/** A question that waits for no other and whose answer takes a while, so that a process can die at each of its steps. */
function reachingAllSteps(question: QuestionPlan): QuestionPlan {
  const place: Place = question.place.kind === 'follow-up' ? { kind: 'mention', channel: 'threads' } : question.place;
  return { ...question, place, agent: { kind: 'answer', segments: 6, everyMs: 100, wordsEach: 6 } };
}

function planQuestion(marker: string, before: readonly QuestionPlan[], random: Random): QuestionPlan {
  const platform = random.pick(['slack', 'discord'] as const);
  const roots = before.filter((one) => one.platform === platform && one.place.kind === 'mention');
  const threads = roots.filter(
    ({ place }) => platform === 'slack' || (place.kind === 'mention' && place.channel === 'threads'),
  );
  const place = planPlace(threads, random);
  return {
    marker,
    platform,
    place,
    afterMs: random.pick([0, 0, 20, 60, 120, 250, 400]),
    // Discord has no commands of a bot that never was there.
    whileDown: random.chance(0.5) && !(platform === 'discord' && place.kind === 'command'),
    agent: planAgent(random),
  };
}

function planPlace(roots: readonly QuestionPlan[], random: Random): Place {
  const kind = random.pick([
    'mention',
    'mention',
    'mention',
    'follow-up',
    'follow-up',
    'direct',
    'direct',
    'command',
  ] as const);
  switch (kind) {
    case 'follow-up':
      if (roots.length > 0) return { kind, of: random.pick(roots.slice(-3)).marker };
      return { kind: 'mention', channel: 'threads' };
    case 'mention':
      return { kind, channel: random.chance(0.7) ? 'threads' : 'other' };
    case 'direct':
      return { kind, user: random.pick(['ada', 'grace']) };
    case 'command':
      return { kind, channel: random.pick(['threads', 'other', 'direct']) };
  }
}

function planAgent(random: Random): AgentPlan {
  if (random.chance(0.75)) {
    const isLong = random.chance(0.15);
    return {
      kind: 'answer',
      segments: random.between(2, 10),
      everyMs: random.pick([0, 20, 100, 250]),
      // A long one fills two or three messages.
      wordsEach: isLong ? 90 : 6,
    };
  }
  const kind = random.pick(['broken', 'hang', 'reset', 'refused', 'refused'] as const);
  switch (kind) {
    case 'broken':
      return { kind, after: random.between(0, 4), ending: random.pick(['reset', 'silent-end']) };
    case 'hang':
      return { kind, after: random.between(0, 4) };
    case 'reset':
      return { kind };
    case 'refused':
      return { kind, status: random.pick([429, 500, 503]) };
  }
}

function planFault(questions: number, random: Random): FaultPlan {
  const platform = random.pick(['slack', 'discord'] as const);
  const kinds = [
    'calls',
    'calls',
    'calls',
    'outage',
    'reconnect',
    'reorder',
    'again',
    'pause',
    'locked store',
    'clock',
  ] as const;
  const kind = random.pick(kinds);
  const before = random.between(0, questions - 1);
  switch (kind) {
    case 'calls': {
      const how = random.pick(['limited', 'error', 'cut before', 'cut after', 'cut after', 'silent'] as const);
      const call = random.pick(['create', 'create', 'edit', 'thread', 'find', 'any'] as const);
      // Each silent call costs the bot its whole timeout.
      return { before, fault: { kind, platform, call, how, times: how === 'silent' ? 1 : random.between(1, 3) } };
    }
    case 'outage':
      return {
        before,
        fault: { kind, platform, how: random.pick(['errors', 'refused']), forMs: random.between(200, 1500) },
      };
    case 'reconnect':
      return { before, fault: { kind, platform, how: random.pick(['drop', 'asked']) } };
    case 'reorder':
      return { before, fault: { kind, forMs: random.between(50, 800) } };
    case 'again':
      return { before, fault: { kind, questions: random.between(1, 5), times: random.between(1, 3) } };
    case 'pause':
      return { before, fault: { kind, forMs: random.pick([300, 1000, 2500, 4000]) } };
    case 'locked store':
      return { before, fault: { kind, forMs: random.pick([200, 800, 2000, 6500]) } };
    case 'clock':
      return { before, fault: { kind } };
  }
}
