import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Broken } from './judge.ts';
import { dyingAt, heldUp, type Plan } from './plan.ts';

/** What in a file of `src` becomes what. */
export interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** A mistake in the bot that the bench has to notice. */
export interface Plant {
  readonly name: string;
  /** What makes the mistake, all of it together. */
  readonly edits: readonly Edit[];
  /** The promises that it breaks; one of them has to be reported. */
  readonly breaks: readonly Broken[];
  /** Changes a plan to one that brings the mistake to light, where hardly any other does. */
  readonly play?: (plan: Plan) => Plan;
}

/** One mistake of each kind. */
export const plants: readonly Plant[] = [
  {
    name: 'what is delivered twice is taken in twice',
    edits: [
      {
        file: 'storage/runs/ledger.ts',
        from: 'insert.run({ id, platform, acceptedAt, said, owner }).changes > 0',
        to: 'insert.run({ id, platform, acceptedAt, said, owner }) !== undefined',
      },
    ],
    breaks: ['doubled', 'charged twice'],
  },
  {
    name: 'an event is acknowledged before it is recorded',
    edits: [
      {
        file: 'adapters/slack/connection/acknowledging-late.ts',
        from: 'await app.processEvent({ ...event, ack: async () => {} });',
        to: 'await event.ack(); await app.processEvent({ ...event, ack: async () => {} });',
      },
    ],
    breaks: ['lost'],
    play: (plan) => dyingAt('taken', plan),
  },
  {
    name: 'a message whose creation went unanswered is created again',
    edits: [
      {
        file: 'adapters/slack/outbound/reply.ts',
        from: 'if (!uncertain.has(index)) return false;',
        to: 'if (uncertain.size >= 0) return false;',
      },
    ],
    breaks: ['doubled'],
  },
  {
    name: 'what was asked before a crash is asked again',
    edits: [
      {
        file: 'core/upkeep/recovery.ts',
        from: "return state === 'opened' || (reask && state !== 'asked-again');",
        to: 'return true;',
      },
    ],
    breaks: ['charged twice'],
  },
  {
    name: 'nothing is taken up after a crash',
    edits: [
      {
        file: 'core/upkeep/recovery.ts',
        from: 'for (const run of unfinished) await guarded(',
        to: 'for (const run of unfinished.slice(unfinished.length)) await guarded(',
      },
    ],
    breaks: ['lost', 'stuck'],
  },
  {
    name: 'what a living process answers is taken over',
    edits: [
      {
        file: 'storage/runs/take-over.ts',
        from: "state <> 'ended' AND (owner IS NULL OR owner NOT IN (SELECT token FROM leases))",
        to: "state <> 'ended'",
      },
    ],
    breaks: ['doubled', 'charged twice'],
  },
  {
    name: 'the last write of an answer is tried once',
    edits: [
      {
        file: 'app/limits.ts',
        from: 'maxFinalAttempts: 8,',
        to: 'maxFinalAttempts: 1,',
      },
    ],
    breaks: ['stuck'],
  },
  {
    name: 'the questions of a conversation are answered at the same time',
    edits: [
      {
        file: 'core/runs/runs.ts',
        from: 'const before = queue.at(-1)?.passed ?? Promise.resolve();',
        to: 'const before = Promise.resolve();',
      },
    ],
    breaks: ['out of order'],
  },
  {
    name: 'nobody checks whose a run is',
    edits: [
      {
        file: 'storage/runs/leases.ts',
        from: "if (!select.get(own)) throw new LeaseLost('Another process has ended the lease of this one.');",
        to: '',
      },
      {
        file: 'storage/runs/leases.ts',
        from: 'if (own !== undefined && prolong.run(own).changes === 0)',
        to: 'if (own !== undefined && prolong.run(own).changes > 1)',
      },
      {
        file: 'storage/runs/ledger.ts',
        from: "file.leases.isOwn(row['owner']);",
        to: "row['owner'] !== null;",
      },
      {
        file: 'storage/runs/change.ts',
        from: 'WHERE id = :id AND owner = :owner`',
        to: 'WHERE id = :id AND :owner IS NOT NULL`',
      },
    ],
    breaks: ['doubled'],
    play: heldUp,
  },
];

const root = join(import.meta.dirname, '..');

/** The text of a file with one edit made. Throws where it has no place, or several. */
export function makeEdit(text: string, { file, from, to }: Edit, name: string): string {
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
  for (const edit of plant.edits) {
    const path = join(folder, 'src', edit.file);
    await writeFile(path, makeEdit(await readFile(path, 'utf8'), edit, plant.name));
  }
  return { main: join(folder, 'src/main.ts'), remove: () => rm(folder, { recursive: true }) };
}
