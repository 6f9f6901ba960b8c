import type { Page, Step } from '../../core/answer/answer.ts';
import type { RekaStep, RekaToolCall, RekaToolResult } from './wire.ts';

/** Turns the reasoning steps of chunk after chunk into steps of the answer. */
export interface StepReader {
  /** The steps that are new or have changed. The list may be cumulative or bring only what is new. */
  read(steps: readonly RekaStep[]): Step[];
  /** The steps that still run, as done: the answer came, so they ended. */
  finish(): Step[];
}

interface ToolStep {
  readonly step: Step;
  readonly tool: string;
  /** Whether the service gave the call an id. */
  readonly isNamed: boolean;
}

/** A reader for one answer. A tool call and its result become one step. */
export function createStepReader(): StepReader {
  const held: string[] = [];
  const calls = new Map<string, ToolStep>();
  let count = 0;

  function nextId(kind: string): string {
    count += 1;
    return `${kind}-${count}`;
  }

  function start(call: RekaToolCall): Step {
    const step = stepOf(call.name, call.id ?? nextId('call'), call.args);
    calls.set(step.id, { step, tool: call.name, isNamed: call.id !== undefined });
    return step;
  }

  function end(id: string | undefined, result: RekaToolResult | undefined): Step {
    const { name: tool = '', pages = [], error } = result ?? {};
    const own = id !== undefined && calls.has(id) ? id : (oldestRunning(tool, id) ?? id ?? nextId('result'));
    const args = { query: undefined, task: undefined, urls: pages.map(({ url }) => url) };
    const call = calls.get(own) ?? { step: stepOf(tool, own, args), tool, isNamed: id !== undefined };
    const state = error === undefined ? 'done' : 'failed';
    const step: Step = { ...call.step, state, pages, error };
    calls.set(own, { ...call, step });
    return step;
  }

  /** The call that a result without a known id most likely ends. A result with an id can only end a call without one. */
  function oldestRunning(tool: string, id: string | undefined): string | undefined {
    for (const [key, call] of calls) {
      const fits = (tool === '' || call.tool === tool) && (id === undefined || !call.isNamed);
      if (fits && call.step.state === 'running') return key;
    }
    return undefined;
  }

  function readStep(step: RekaStep): Step[] {
    const isResult = step.result !== undefined || step.role === 'tool';
    const thought = step.reasoning_content || (isResult ? undefined : step.said);
    return [
      ...(thought?.trim() ? [thoughtStep(nextId('thought'), thought)] : []),
      ...step.tool_calls.map(start),
      ...(isResult ? [end(step.tool_call_id, step.result)] : []),
    ];
  }

  return {
    read(steps) {
      const keys = steps.map(keyOf);
      let known = 0;
      while (known < keys.length && known < held.length && keys[known] === held[known]) known += 1;
      held.push(...keys.slice(known));
      return steps.slice(known).flatMap(readStep);
    },
    finish() {
      const running = [...calls.values()].filter(({ step }) => step.state === 'running');
      return running.map(({ step }) => ({ ...step, state: 'done' }));
    },
  };
}

/** A piece of reasoning. */
export function thoughtStep(id: string, text: string): Step {
  return { id, kind: 'thought', state: 'done', text, pages: [] };
}

function stepOf(tool: string, id: string, args: RekaToolCall['args']): Step {
  const base: { id: string; state: 'running'; pages: Page[] } = { id, state: 'running', pages: [] };
  if (tool === 'search_web') return { ...base, kind: 'search', query: args.query ?? args.task ?? '' };
  if (tool === 'analyze') return { ...base, kind: 'read', urls: args.urls, task: args.task ?? '' };
  return { ...base, kind: 'tool', name: tool };
}

/** The same for the same step in a later, cumulative chunk. */
function keyOf(step: RekaStep): string {
  const ids = [step.tool_call_id, ...step.tool_calls.map(({ id }) => id)].filter((id) => id !== undefined);
  return ids.length > 0 ? `${step.role}:${ids.join(',')}` : JSON.stringify(step);
}
