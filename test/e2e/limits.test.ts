import { describe, expect, it } from 'vitest';
import type { RekaScript } from '../../emulators/reka/index.ts';
import { ended, platforms, stages } from './stages.ts';
import { startWorld } from './world.ts';

const answer = (text: string, delayMs = 0): RekaScript => ({ kind: 'answer', items: [{ text, delayMs }] });

describe.each(platforms)('limits on %s', (name) => {
  it('refuse the sixth open question of a thread in words, and ask nobody', async () => {
    const world = await startWorld();
    world.reka.play({ kind: 'hang' });
    const stage = stages[name](world);
    const talk = await stage.mention('Question 1?');
    await expect.poll(() => world.reka.requests).toHaveLength(1);
    for (let number = 2; number <= 5; number += 1) {
      await talk.say(`Question ${number}?`);
      await expect.poll(() => talk.shown()).toHaveLength(number);
    }
    await talk.say('Question 6?');
    const refusal =
      /^5 questions of this conversation are waiting or being answered.* not taken in: please ask it again/;
    await expect.poll(() => [...talk.shown(), ...stage.whispered()].some((text) => refusal.test(text))).toBe(true);
    const answers = talk.shown().filter((text) => !refusal.test(text));
    expect(answers).toHaveLength(5);
    expect(answers[4]).toContain('Waiting for the 4 answers before this one');
    expect(world.reka.requests).toHaveLength(1);
  });

  it("have a person's third question wait and say why, until one of the others has ended", async () => {
    const world = await startWorld();
    world.reka.play(answer('The first.', 700), { kind: 'hang' }, answer('The third.'));
    const stage = stages[name](world);
    await stage.mention('First?');
    await expect.poll(() => world.reka.requests).toHaveLength(1);
    await stage.mention('Second?');
    await expect.poll(() => world.reka.requests).toHaveLength(2);
    const third = await stage.mention('Third?');
    await expect.poll(() => third.shown()[0]).toContain('Waiting: you have 2 questions running');
    expect((await ended(third))[0]).toMatch(/^The third\./);
    expect(world.reka.requests).toHaveLength(3);
  });

  it('show that a question waits for what Reka takes in a minute', async () => {
    const world = await startWorld({ env: { REKA_REQUESTS_PER_MINUTE: '2' } });
    world.reka.play(answer('The first.'), answer('The second.'));
    const stage = stages[name](world);
    await ended(await stage.mention('First?'));
    const second = await stage.mention('Second?');
    await expect.poll(() => second.shown()[0]).toContain('Waiting for Reka Research: it takes 2 questions a minute');
    expect(world.reka.requests).toHaveLength(1);
    expect((await ended(second))[0]).toMatch(/^The second\./);
  });

  it('of Reka that others have used up are waited out, and the question asked again', async () => {
    const world = await startWorld();
    const headers = { 'retry-after': '60' };
    const limited = {
      kind: 'response',
      status: 429,
      body: { error: 'Rate limit exceeded: 60 per 1 minute' },
      headers,
    } as const;
    world.reka.play(limited, answer('Here.'));
    const talk = await stages[name](world).mention('Anything?');
    await expect.poll(() => talk.shown()[0]).toContain('Waiting for Reka Research');
    expect((await ended(talk))[0]).toMatch(/^Here\./);
    expect(world.log.filter(({ level }) => level === 'warn')).toEqual([]);
  });

  it('end a question that waits too long, which says so and is not asked', async () => {
    const world = await startWorld({ limits: { maxWaitMs: 20_000 } });
    world.reka.play({ kind: 'hang' });
    const talk = await stages[name](world).mention('First?');
    await expect.poll(() => talk.shown()).toHaveLength(1);
    await talk.say('Second?');
    await expect.poll(() => talk.shown()[1]).toContain('Waiting for the answer before this one');
    await expect.poll(() => talk.shown()[1]).toContain('waited too long for its turn, so it was not asked');
    expect(talk.shown()[0]).toContain('Researching');
    expect(world.reka.requests).toHaveLength(1);
  });
});

describe('what Reka takes in a minute', () => {
  it('is shared by the questions of both platforms: 61 at once are all answered, and none is refused', async () => {
    const plenty = { RUNNING_PER_PERSON: '100', RUNNING_PER_CHANNEL: '100', RUNNING_PER_WORKSPACE: '100' };
    const world = await startWorld({ env: plenty });
    world.reka.answerWith(({ question }) => answer(`To ${question}`));
    const [slack, discord] = [stages.Slack(world), stages.Discord(world)];
    const asking = Array.from({ length: 61 }, (_, at) => (at < 50 ? slack : discord).mention(`Question ${at}?`));
    for (const [at, talk] of (await Promise.all(asking)).entries())
      await expect.poll(() => talk.shown()[0] ?? '').toContain(`To Question ${at}?`);
    expect(world.reka.journal.entries.map(({ outcome }) => outcome)).toEqual(asking.map(() => 'ok'));
  }, 30_000);
});
