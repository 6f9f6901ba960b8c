import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Broken } from './judge.ts';
import type { Step } from './plan.ts';

/** A mistake in the bot that the bench has to notice. */
export interface Plant {
  readonly name: string;
  /** The file of `src` with the mistake, and what in it becomes what. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** The promises that it breaks; one of them has to be reported. */
  readonly breaks: readonly Broken[];
  /** The step at which every process dies, where only that brings the mistake to light. */
  readonly diesAt?: Step;
}

/** One mistake of each kind. */
export const plants: readonly Plant[] = [
  {
    name: 'what is delivered twice is taken in twice',
    file: 'storage/run-store.ts',
    from: 'insert.run({ id, platform, acceptedAt, said }).changes > 0',
    to: 'insert.run({ id, platform, acceptedAt, said }) !== undefined',
    breaks: ['doubled', 'charged twice'],
  },
  {
    name: 'an event is acknowledged before it is recorded',
    file: 'adapters/slack/acknowledging-late.ts',
    from: 'await app.processEvent({ ...event, ack: async () => {} });',
    to: 'await event.ack(); await app.processEvent({ ...event, ack: async () => {} });',
    breaks: ['lost'],
    diesAt: 'taken',
  },
  {
    name: 'a message whose creation went unanswered is created again',
    file: 'adapters/slack/channel-reply.ts',
    from: 'if (uncertain.has(index)) {',
    to: 'if (uncertain.size < 0) {',
    breaks: ['doubled'],
  },
  {
    name: 'what was asked before a crash is asked again',
    file: 'core/recovery.ts',
    from: "const interrupted = state !== 'opened';",
    to: "const interrupted = state === 'ended';",
    breaks: ['charged twice'],
  },
  {
    name: 'nothing is taken up after a crash',
    file: 'core/recovery.ts',
    from: 'for (const run of unfinished) await takeUp(run, options);',
    to: 'for (const run of unfinished.slice(unfinished.length)) await takeUp(run, options);',
    breaks: ['lost', 'stuck'],
  },
  {
    name: 'what is unfinished is looked up when the platforms are connected already',
    file: 'core/recovery.ts',
    from: 'for (const run of unfinished) await takeUp(run, options);',
    to: 'for (const run of await ledger.unfinished()) await takeUp(run, options);',
    breaks: ['doubled', 'charged twice'],
  },
  {
    name: 'the last write of an answer is tried once',
    file: 'app.ts',
    from: 'maxFinalAttempts: 8,',
    to: 'maxFinalAttempts: 1,',
    breaks: ['stuck'],
  },
  {
    name: 'the questions of a conversation are answered at the same time',
    file: 'core/runs.ts',
    from: 'const before = queue.at(-1)?.passed ?? Promise.resolve();',
    to: 'const before = Promise.resolve();',
    breaks: ['out of order'],
  },
];

const root = join(import.meta.dirname, '..');

/** The text of a file with the mistake in it. Throws where it has no place, or several. */
export function plantInto(text: string, { name, file, from, to }: Plant): string {
  const [before, after, more] = text.split(from);
  if (before === undefined || after === undefined || more !== undefined)
    throw new Error(`"${name}" can no longer be planted: src/${file} has changed.`);
  return before + to + after;
}

/** Copies the bot and plants the mistake there. Gives the `src/main.ts` of the copy, and what removes it. */
export async function copyWith(plant: Plant): Promise<{ main: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'footnote-planted-'));
  for (const name of ['src', 'templates', 'package.json'])
    await cp(join(root, name), join(folder, name), { recursive: true });
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const path = join(folder, 'src', plant.file);
  await writeFile(path, plantInto(await readFile(path, 'utf8'), plant));
  return { main: join(folder, 'src/main.ts'), remove: () => rm(folder, { recursive: true }) };
}
