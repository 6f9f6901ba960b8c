import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { createCall } from './child-calls.ts';
import { endChild, forkScript } from './children.ts';
import { reasonOf } from './reason.ts';
import type { Column } from './row.ts';
import type { PlatformName } from './world/seen.ts';
import type { World } from './world.ts';

/** Something to compare Footnote with, on one platform. */
export interface PeerKind {
  readonly name: Column;
  readonly platform: PlatformName;
  /** The script in `peers/`, with its arguments. */
  readonly script: readonly [string, ...string[]];
}

/** All that npm offers and that can be pointed at the emulators. */
export const peerKinds: readonly PeerKind[] = [
  { name: 'chat', platform: 'slack', script: ['chat-slack.mjs'] },
  { name: 'chat, edits', platform: 'slack', script: ['chat-slack.mjs', 'edits'] },
  { name: 'Bolt chatStream', platform: 'slack', script: ['bolt-stream.mjs'] },
  { name: 'chat', platform: 'discord', script: ['chat-discord.mjs'] },
  { name: 'discord.js loop', platform: 'discord', script: ['discord-loop.mjs'] },
];

/** A peer at work, in a process of its own. */
export interface Peer {
  /** CPU time of the process so far, in milliseconds. */
  cpuMs(): Promise<number>;
  /** Resolves when it says that the answer is out. Rejects with what went wrong, or when it takes too long. */
  answered(number: number, timeoutMs: number): Promise<void>;
  /** The first lines that it printed. */
  output(): string;
  stop(): Promise<void>;
}

const folder = join(import.meta.dirname, 'peers');

/** Installs the peers when they are not there; the reason when that does not work. */
export async function installPeers(): Promise<string | undefined> {
  const { dependencies } = z
    .object({ dependencies: z.record(z.string(), z.string()) })
    .parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')));
  if (Object.keys(dependencies).every((name) => existsSync(join(folder, 'node_modules', name)))) return undefined;
  try {
    const args = ['install', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund'];
    await promisify(execFile)('npm', args, { cwd: folder, timeout: 180_000 });
    return undefined;
  } catch (thrown) {
    return `not installed: ${reasonOf(thrown)}`;
  }
}

/** Starts a peer on the emulators of a world. */
export async function startPeer({ script: [file, ...args], platform }: PeerKind, world: World): Promise<Peer> {
  let output = '';
  const env = { ...process.env, BENCH_ADDRESSES: JSON.stringify(world.addresses) };
  const child = forkScript(join(folder, file), { env }, args, (text) => {
    if (output.length < 4000) output += text;
  });
  const call = createCall(child);
  const stop = () => endChild(child);
  try {
    await call('ready', {}, z.boolean());
    if (platform === 'slack' && file.startsWith('chat'))
      await world.setEventsUrl(await call('eventsUrl', {}, z.string()));
  } catch (thrown) {
    await stop();
    throw new Error(`${reasonOf(thrown)} ${output.trim()}`);
  }
  return {
    cpuMs: () => call('cpuMs', {}, z.number()),
    answered: async (number, timeoutMs) => void (await call('answered', { number }, z.boolean(), timeoutMs)),
    output: () => output,
    stop,
  };
}
