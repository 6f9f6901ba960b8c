/** How much CPU one answer takes, measured in virtual time, so that nothing but work is counted. */
import { z } from 'zod';
import type { Platform } from '../../src/core/question/keys.ts';
import { answerCalls } from '../child-calls.ts';
import { steadyStream } from '../stream.ts';
import { addresses } from '../world/addresses.ts';
import { callingPlace, createClients } from './calling-place.ts';
import { createStage, type StagePlace } from './stage.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';
import { waitingPlace } from './waiting-place.ts';

const wanted = z.object({ platform: z.enum(['slack', 'discord']), chars: z.number() });
const root = z.object({ channel: z.string(), id: z.string() });

/** CPU time of each answer in milliseconds, one for each place. */
async function answers(
  chars: number,
  count: number,
  place: (clock: VirtualClock, at: number) => StagePlace,
): Promise<{ readonly cpuMs: readonly number[] }> {
  const clock = createVirtualClock();
  const stage = await createStage({ clock, spec: steadyStream(chars), createPace: () => clock.sleep });
  const cpuMs: number[] = [];
  for (let at = 0; at < count; at += 1) {
    const before = process.cpuUsage();
    await clock.runUntil(stage.answer(place(clock, at)));
    const { user, system } = process.cpuUsage(before);
    cpuMs.push((user + system) / 1000);
  }
  return { cpuMs };
}

const nothing = () => {};
const waiting = (platform: Platform) => (clock: VirtualClock, at: number) =>
  waitingPlace(platform, `W${at}`, clock, nothing);

answerCalls({
  waiting(args) {
    const { platform, chars, count } = wanted.extend({ count: z.number() }).parse(args);
    return answers(chars, count, waiting(platform));
  },
  calling(args) {
    const { platform, chars, ...given } = wanted.extend({ addresses, roots: z.array(root) }).parse(args);
    const clients = createClients(given.addresses);
    return answers(chars, given.roots.length, (clock, at) =>
      callingPlace(platform, clients, given.roots[at] ?? { channel: '', id: '' }, clock),
    );
  },
});
