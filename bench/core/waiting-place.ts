import { writeBudget } from '../../src/adapters/discord/outbound/limits.ts';
import { createDiscordRender } from '../../src/adapters/discord/render/render.ts';
import { postBudget as slackPost, updateBudget as slackUpdate } from '../../src/adapters/slack/outbound/limits.ts';
import { createSlackRender } from '../../src/adapters/slack/render/render.ts';
import type { Part, Reply } from '../../src/core/ports/place.ts';
import type { Clock } from '../../src/core/ports/system.ts';
import type { Platform } from '../../src/core/question/keys.ts';
import { look } from './look.ts';
import type { StagePlace } from './stage.ts';

/** How long a write takes that goes nowhere. */
const writeMs = 80;

/** A place where writes only wait. `name`: the channel and the workspace whose allowance they are counted against. */
export function waitingPlace(platform: Platform, name: string, clock: Clock, onWrite: () => void): StagePlace {
  const [create, edit] =
    platform === 'slack'
      ? [slackPost(name), slackUpdate(name)]
      : [writeBudget('create', name), writeBudget('edit', name)];
  const render = platform === 'slack' ? createSlackRender(look) : createDiscordRender(look);
  const created = new Set<number>();
  const wait = () => {
    onWrite();
    return clock.sleep(writeMs);
  };
  const reply: Reply<Part> = {
    budget: (index) => (created.has(index) ? edit : create),
    async write(index) {
      await wait();
      created.add(index);
    },
    async remove(index) {
      await wait();
      created.delete(index);
    },
    attach: wait,
    address: () => ({ platform, channel: name, messages: [] }),
  };
  return { platform, reply, render };
}
