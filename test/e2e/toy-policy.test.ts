import { describe, expect, it } from 'vitest';
import { callsOf, toolCall } from '../../emulators/rei/script.ts';
import type { Policy } from '../../src/core/asking/policy.ts';
import { streamed } from './answers.ts';
import { ended, platforms, slackText, stages } from './stages.ts';
import { startWorld } from './world.ts';

/** All that it takes to add a policy: from the moment on that somebody closes it, it refuses what it is asked and says why. */
function createClosingTime() {
  let closed = false;
  const policy: Policy = ({ by, cause }) =>
    closed ? { refusal: { by: 'closing-time', words: `Closed for ${by.id}, ${cause}.` } } : 'pass';
  return {
    policy,
    close() {
      closed = true;
    },
  };
}

const failing = { kind: 'answer', items: [{ text: 'The beginning' }], ending: 'reset' } as const;

describe.each(platforms)('a policy that is added by one function, on %s', (platform) => {
  async function start(env = {}) {
    const { policy, close } = createClosingTime();
    const world = await startWorld({ policies: [policy], env });
    const stage = stages[platform](world);
    const refused = (cause: string, said: () => readonly string[] = () => []) =>
      expect
        .poll(() => [...stage.whispered(), ...said()].join('\n'), { timeout: 10_000 })
        .toMatch(new RegExp(`Closed for \\w+, ${cause}\\.`));
    return { world, stage, close, refused };
  }

  it.each(['mention', 'command', 'direct message'])(
    'refuses a %s with its reason, with nothing opened',
    async (door) => {
      const { world, stage, close, refused } = await start();
      const { slack, discord } = world;
      close();
      if (door === 'mention') await stage.mention('What is one?');
      else if (door === 'direct message') await stage.directMessage('What is one?');
      else if (platform === 'Slack') await stage.command('research', 'What is one?');
      else {
        const options = { question: 'What is one?' };
        const { general } = discord.channels;
        await discord.command({ channel: general, user: discord.users.ada, name: 'research', options });
      }
      const said = () => [
        ...discord.messages(discord.channels.general).map(({ content }) => content),
        ...discord.messages(discord.dms.ada).map(({ content }) => content),
        ...slack.messages(slack.channels.general).map(slackText),
        ...slack.messages(slack.dm(slack.users.ada)).map(slackText),
      ];
      await refused('said', said);
      expect(said().join()).not.toContain('Researching');
      expect(discord.threads(discord.channels.general)).toEqual([]);
      expect(world.reka.requests).toEqual([]);
    },
  );

  it('refuses Retry with its reason, and leaves the answer as it is', async () => {
    const { world, stage, close, refused } = await start();
    world.reka.play(failing);
    const talk = await stage.mention('What is one?');
    const before = await ended(talk);
    await expect.poll(() => talk.buttons()).toContain('Retry');
    close();
    await talk.press('Retry');
    await refused('retry');
    expect([talk.shown(), world.reka.requests.length]).toEqual([before, 1]);
  });

  it('refuses the new wording with its reason, and leaves the answer as it is', async () => {
    const { world, stage, close, refused } = await start();
    world.reka.play(streamed(['One.']));
    const talk = await stage.mention('What is one?');
    const before = await ended(talk);
    await talk.edit('What is two?');
    await expect.poll(() => talk.buttons()).toContain('Ask again with the new wording');
    close();
    await talk.press('Ask again with the new wording');
    await refused('reworded');
    expect([talk.shown(), world.reka.requests.length]).toEqual([before, 1]);
  });

  it("refuses a tool's question, and the agent that asked is told the reason", async () => {
    const policy: Policy = ({ cause }) =>
      cause === 'tool' ? { refusal: { by: 'no-tools', words: 'No tools today.' } } : 'pass';
    const world = await startWorld({ policies: [policy] });
    world.rei.play(callsOf([toolCall('c1', 'research', { question: 'What is one?' })]), {
      kind: 'answer',
      content: 'I could not look it up.',
    });
    const talk = await stages[platform](world).mention('reigent: What is one?');
    await ended(talk);
    expect(talk.shown().join()).toContain('I could not look it up.');
    expect(world.rei.requests.at(-1)?.results).toEqual(['Error: No tools today.']);
    expect(world.reka.requests).toEqual([]);
  });

  it('refuses what an earlier process left unasked, with its reason in the reply that stands', async () => {
    const { world, stage, close } = await start({ RUNNING_PER_PERSON: '1' });
    world.reka.play({ kind: 'answer', items: [{ text: 'The beginning' }], ending: 'hang' });
    const first = await stage.mention('What is one?');
    await expect.poll(() => first.shown().join()).toContain('The beginning');
    const second = await stage.mention('What is two?');
    await expect.poll(() => second.shown().join()).toContain('Waiting: you have 1 question running');
    await world.restart(async () => close());
    await expect.poll(() => second.shown().join(), { timeout: 10_000 }).toMatch(/Closed for \w+, recovered\./);
    expect(second.shown()).toHaveLength(1);
    expect(world.reka.requests).toHaveLength(1);
  });
});
