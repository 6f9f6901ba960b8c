import { z } from 'zod';
import { checkBlocks } from './blocks.ts';
import type { Block } from './message.ts';
import { enforce, enforceLimit } from './slack-error.ts';

const task = z.looseObject({
  id: z.string(),
  title: z.string(),
  status: z.enum(['pending', 'in_progress', 'complete', 'error']),
  details: z.string().optional(),
  output: z.string().optional(),
  sources: z.array(z.looseObject({ type: z.literal('url'), url: z.string(), text: z.string() })).optional(),
});
const chunk = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('markdown_text'), text: z.string().min(1) }),
  task.extend({ type: z.literal('task_update') }),
  z.looseObject({ type: z.literal('plan_update'), title: z.string() }),
  z.looseObject({ type: z.literal('blocks'), blocks: z.array(z.looseObject({ type: z.string() })) }),
]);
type Chunk = z.output<typeof chunk>;

/** What one call of a stream method carries. */
export interface StreamInput {
  readonly markdown_text?: string | undefined;
  readonly chunks?: readonly unknown[] | undefined;
}

/** In which of its two exclusive forms a stream is written. */
export type StreamMode = 'text' | 'chunks';

/** What a stream says so far. */
export interface StreamContent {
  /** `undefined` before anything was sent. */
  readonly mode: StreamMode | undefined;
  readonly chunks: readonly Chunk[];
}

/** The content with the next call's added. Throws a `SlackError`. */
export function addToStream(before: StreamContent, input: StreamInput): StreamContent {
  const { markdown_text: text, chunks: sent } = input;
  enforce('streamExclusive', text === undefined || sent === undefined);
  if (text === undefined && sent === undefined) return before;
  const mode: StreamMode = sent === undefined ? 'text' : 'chunks';
  enforce('streamMode', before.mode === undefined || before.mode === mode, `the stream is one of ${before.mode}`);
  const parsed = z.array(chunk).safeParse(sent ?? (text === '' ? [] : [{ type: 'markdown_text', text }]));
  enforce('streamChunks', parsed.success, parsed.error?.issues[0]?.message);
  const fresh = parsed.data;
  for (const piece of fresh) {
    if (piece.type === 'markdown_text') enforceLimit('streamText', piece.text.length);
    if (piece.type === 'blocks') checkBlocks(piece.blocks);
  }
  const chunks = [...before.chunks, ...fresh];
  enforceLimit('streamBytes', weight(chunks));
  enforceLimit('streamBlocks', chunks.flatMap((piece) => (piece.type === 'blocks' ? piece.blocks : [])).length);
  return { mode, chunks };
}

/** How a stream is shown. `display`: tasks where they began, or all in one plan. */
export function renderStream(
  { chunks }: StreamContent,
  display: 'timeline' | 'plan',
): { text: string; blocks: Block[] } {
  const tasks = latestTasks(chunks);
  const title = chunks.findLast((piece) => piece.type === 'plan_update')?.title ?? '';
  const blocks: Block[] = [];
  if (display === 'plan' && (tasks.size > 0 || title !== '')) {
    blocks.push({ type: 'plan', title, tasks: [...tasks.values()].map(toCard) });
  }
  const shown = new Set<string>();
  for (const piece of chunks) {
    const last = blocks.at(-1);
    if (piece.type === 'blocks') blocks.push(...piece.blocks);
    if (piece.type === 'task_update' && display === 'timeline' && !shown.has(piece.id)) {
      shown.add(piece.id);
      blocks.push(toCard(tasks.get(piece.id) ?? piece));
    }
    if (piece.type !== 'markdown_text') continue;
    if (last?.type === 'markdown') blocks[blocks.length - 1] = { ...last, text: String(last['text']) + piece.text };
    else blocks.push({ type: 'markdown', text: piece.text });
  }
  const text = chunks.map((piece) => (piece.type === 'markdown_text' ? piece.text : '')).join('');
  return { text, blocks };
}

/** The size that the rule `streamBytes` limits. */
function weight(chunks: readonly Chunk[]): number {
  const bytes = (text: string | undefined) => Buffer.byteLength(text ?? '');
  const titles = chunks.findLast((piece) => piece.type === 'plan_update')?.title;
  const texts = chunks.map((piece) => (piece.type === 'markdown_text' ? bytes(piece.text) : 0));
  const cards = [...latestTasks(chunks).values()].map(
    ({ title, details, output }) => bytes(title) + 2 * (bytes(details) + bytes(output)),
  );
  return [...texts, ...cards].reduce((sum, size) => sum + size, bytes(titles));
}

type Task = z.output<typeof task>;

function latestTasks(chunks: readonly Chunk[]): Map<string, Task> {
  return new Map(chunks.flatMap((piece) => (piece.type === 'task_update' ? [[piece.id, piece] as const] : [])));
}

function toCard({ id, title, status, details, output, sources }: Task): Block {
  return { type: 'task_card', task_id: id, title, status, details, output, sources };
}
