import type { RekaAnswer, RekaItem } from './script.ts';

const base = { id: '04cfb2c3-acf3-4756-bc96-9665bf1b7d93', created: 1_764_000_000 };
const defaultUsage = { prompt_tokens: 120, completion_tokens: 480 };

/** The events of an answer, each as one frame with the wait before it. */
export function* streamFrames(
  answer: RekaAnswer,
  model: string,
): Generator<{ delayMs: number; bytes: string | Uint8Array }> {
  const newline = answer.shape?.newline ?? '\n';
  const head = { ...base, object: 'chat.completion.chunk', model };
  const frame = (data: unknown, event?: string) => {
    const lines = [
      ...(event ? [`event: ${event}`] : []),
      `data: ${typeof data === 'string' ? data : JSON.stringify(data)}`,
    ];
    return [...lines, '', ''].join(newline);
  };
  const delta = (part: object) =>
    frame({
      ...head,
      choices: [{ index: 0, delta: { role: 'assistant', ...part }, finish_reason: null }],
      usage: null,
    });

  const bytesOf = (item: RekaItem): string | Uint8Array => {
    if ('steps' in item) return delta({ reasoning_steps: item.steps });
    if ('reasoning' in item) return delta({ reasoning_content: item.reasoning });
    if ('text' in item) return delta({ content: item.text });
    if ('annotations' in item) return delta({ annotations: item.annotations });
    if ('message' in item) return frame({ ...head, choices: [{ index: 0, message: item.message }] });
    if ('errorFrame' in item) return frame(item.errorFrame, 'error');
    return 'raw' in item ? item.raw : frame(item.chunk);
  };

  for (const item of answer.items) yield { delayMs: item.delayMs ?? 0, bytes: bytesOf(item) };
  const { ending = 'done' } = answer;
  const last = { delayMs: 0 };
  if (ending === 'done' || ending === 'no-done') {
    yield {
      ...last,
      bytes: frame({
        ...head,
        choices: [{ index: 0, delta: { role: 'assistant' }, finish_reason: 'stop' }],
        usage: null,
      }),
    };
    const usage = usageOf(answer);
    if (usage) yield { ...last, bytes: frame({ ...head, choices: [], usage }) };
  }
  if (ending === 'done' || ending === 'no-finish-reason') yield { ...last, bytes: frame('[DONE]') };
  if (ending === 'fin-mid-event') yield { ...last, bytes: delta({ content: 'never whole' }).slice(0, 60) };
}

/** The whole answer as one response. */
export function wholeResponse(answer: RekaAnswer, model: string): object {
  const message: Record<string, unknown> = { role: 'assistant' };
  let content = '';
  let reasoning = '';
  const steps: unknown[] = [];
  const annotations: unknown[] = [];
  for (const item of answer.items) {
    if ('steps' in item) steps.push(...item.steps);
    if ('reasoning' in item) reasoning += item.reasoning;
    if ('text' in item) content += item.text;
    if ('annotations' in item) annotations.push(...item.annotations);
    if ('message' in item) Object.assign(message, item.message);
  }
  const whole = {
    content,
    ...(steps.length > 0 && { reasoning_steps: steps }),
    ...(reasoning !== '' && { reasoning_content: reasoning }),
    ...(annotations.length > 0 && { annotations }),
    ...message,
  };
  const usage = usageOf(answer);
  return { ...base, model, choices: [{ finish_reason: 'stop', index: 0, message: whole }], ...(usage && { usage }) };
}

function usageOf({ usage = defaultUsage }: RekaAnswer): object | undefined {
  return usage === null ? undefined : { ...usage, total_tokens: usage.prompt_tokens + usage.completion_tokens };
}
