import { join } from 'node:path';
import { z } from 'zod';
import { createCall } from './child-calls.ts';
import { endChild, forkScript } from './children.ts';
import type { StreamSpec } from './stream.ts';
import { type Addresses, addresses } from './world/addresses.ts';
import { type AnswerReport, answerReport, type PlatformCounts, platformCounts } from './world/report.ts';
import type { PlatformName } from './world/seen.ts';

/** A person's question. */
export interface Ask {
  readonly platform: PlatformName;
  readonly spec: StreamSpec;
  /** Whether what becomes visible is written down; true unless given. */
  readonly recorded?: boolean;
  /** Asks in a channel of its own (Discord, after {@link World.addChannels}); false unless given. */
  readonly ownChannel?: boolean;
}

/** The emulators of both platforms and of an agent, in a process of their own. */
export interface World {
  readonly addresses: Addresses;
  /** The number of the answer. */
  ask(question: Ask): Promise<number>;
  /** Waits for the end of an answer of Footnote, which shows by its footer; false when it did not come in time. */
  waitForEnd(number: number, timeoutMs: number): Promise<boolean>;
  report(number: number): Promise<AnswerReport>;
  counts(platform: PlatformName): Promise<PlatformCounts>;
  /** When calls of a method were made, by the clock of reports. */
  callTimes(platform: PlatformName, method: string): Promise<readonly number[]>;
  /** Records the answers so far no longer. */
  forget(): Promise<void>;
  addChannels(count: number): Promise<void>;
  /** Posts a message to nobody, in Slack's or Discord's channel `general`. */
  post(platform: PlatformName): Promise<{ readonly channel: string; readonly id: string }>;
  /** Where Slack's events are posted to, instead of to open sockets. */
  setEventsUrl(url: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the emulators. `latencyMs`: how long every call of a platform takes. Without `rateLimits` nobody is told to wait. */
export async function startWorld(latencyMs: number, rateLimits = true): Promise<World> {
  const env = { ...process.env, BENCH_LATENCY_MS: String(latencyMs), BENCH_RATE_LIMITS: String(rateLimits) };
  const child = forkScript(join(import.meta.dirname, 'world/process.ts'), { env }, [], (text) =>
    process.stderr.write(text),
  );
  const call = createCall(child);
  const nothing = z.unknown();
  return {
    addresses: await call('addresses', {}, addresses),
    ask: ({ recorded = true, ownChannel = false, ...question }) =>
      call('ask', { ...question, recorded, ownChannel }, z.number()),
    waitForEnd: (number, timeoutMs) => call('waitForEnd', { number, timeoutMs }, z.boolean(), timeoutMs + 10_000),
    report: (number) => call('report', { number }, answerReport),
    counts: (platform) => call('counts', { platform }, platformCounts),
    callTimes: (platform, method) => call('callTimes', { platform, method }, z.array(z.number())),
    forget: async () => void (await call('forget', {}, nothing)),
    addChannels: async (count) => void (await call('addChannels', { count }, nothing)),
    post: (platform) => call('post', { platform }, z.object({ channel: z.string(), id: z.string() })),
    setEventsUrl: async (url) => void (await call('setEventsUrl', { url }, nothing)),
    stop: () => endChild(child),
  };
}
