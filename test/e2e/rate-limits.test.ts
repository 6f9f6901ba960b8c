import { describe, expect, it } from 'vitest';
import { streamed } from './answers.ts';
import { ended, platforms, stages } from './stages.ts';
import { startWorld } from './world.ts';

describe.each(platforms)('a rate limit of %s', (name) => {
  const faultsOf = (world: Awaited<ReturnType<typeof startWorld>>) =>
    name === 'Slack' ? world.slack.faults : world.discord.faults;

  it('on edits slows the answer down and loses nothing', async () => {
    const world = await startWorld();
    const stage = stages[name](world);
    faultsOf(world).plan(stage.writes.edit, { retryAfterSeconds: 2, times: 3 });
    world.reka.play(streamed(['One ', 'two ', 'three ', 'four.'], 30));
    const talk = await stage.mention('Count');
    expect((await ended(talk))[0]).toMatch(/^One two three four\./);
  });

  it('on the first message delays it and posts it once', async () => {
    const world = await startWorld();
    const stage = stages[name](world);
    faultsOf(world).plan(stage.writes.create, { retryAfterSeconds: 3, times: 2 });
    world.reka.play(streamed(['Here.']));
    const talk = await stage.mention('Are you there?');
    expect(await ended(talk)).toHaveLength(1);
  });

  it('and a connection that is cut after a post never doubles a message', async () => {
    const world = await startWorld();
    const stage = stages[name](world);
    faultsOf(world).plan(stage.writes.create, { cut: 'after' });
    world.reka.play(streamed(['Here.']));
    const talk = await stage.mention('Are you there?');
    expect(await ended(talk)).toHaveLength(1);
    expect(talk.shown()[0]).toMatch(/^Here\./);
  });
});
