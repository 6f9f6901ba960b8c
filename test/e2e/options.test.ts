import { describe, expect, it } from 'vitest';
import { streamed } from './answers.ts';
import { ended, platforms, stages } from './stages.ts';
import { startWorld } from './world.ts';

const allTogether = {
  web_search: {
    max_uses: 5,
    allowed_domains: ['europa.eu', 'gov.uk'],
    user_location: { type: 'approximate', approximate: { city: 'New York', region: 'NY', country: 'US' } },
  },
};

describe('research options on Slack', () => {
  // What Slack makes of domains that people type.
  const domains = '<http://europa.eu|europa.eu>,<http://www.gov.uk|www.gov.uk>';

  it('are words in front of the question, in a mention and in a command, and are for this question alone', async () => {
    const world = await startWorld();
    world.reka.play(streamed(['One.']), streamed(['Two.']), streamed(['Three.']));
    const stage = stages.Slack(world);
    const mentioned = await stage.mention(`only:${domains} near:“New York, NY, US” searches:5 What changed?`);
    expect((await ended(mentioned))[0]).toMatch(/^One\./);
    await mentioned.say('And before?');
    await expect.poll(() => mentioned.shown().length).toBe(2);
    await ended(mentioned);
    const commanded = await stage.command('research', `depth:quick no-web What changed?`);
    await ended(commanded);
    expect(world.reka.requests.map(({ body }) => body.research)).toEqual([
      allTogether,
      undefined,
      { web_search: { enabled: false }, parallel_thinking: { mode: 'none' } },
    ]);
    expect(world.reka.requests.map(({ body }) => body.messages.map(({ content }) => content))).toEqual([
      ['What changed?'],
      ['What changed?', 'One.', 'And before?'],
      ['What changed?'],
    ]);
  });
});

describe('research options on Discord', () => {
  it('are chosen beside the question, and shown with it', async () => {
    const world = await startWorld();
    world.reka.play(streamed(['One.']));
    const { discord } = world;
    const options = {
      question: 'What changed?',
      only: 'www.europa.eu, gov.uk',
      near: 'New York, NY, US',
      searches: 5,
      'no-web': false,
    };
    const channel = discord.channels.general;
    await discord.command({ channel, user: discord.users.ada, name: 'research', options });
    const thread = () => discord.threads(channel)[0];
    await expect.poll(() => discord.messages(thread()?.id ?? '').at(-1)?.content).toMatch(/^One\.[\s\S]* · /);
    expect(world.reka.requests.map(({ body }) => body.research)).toEqual([allTogether]);
    expect(thread()?.name).toBe('What changed?');
    const shown = 'asked: only:"www.europa.eu, gov.uk" near:"New York, NY, US" searches:5 What changed?';
    expect(discord.messages(channel)[0]?.content).toContain(shown);
  });

  it('are words in a mention', async () => {
    const world = await startWorld();
    world.reka.play(streamed(['One.']));
    const talk = await stages.Discord(world).mention('except:example.com What changed?');
    await ended(talk);
    expect(world.reka.requests[0]?.body.research).toEqual({ web_search: { blocked_domains: ['example.com'] } });
  });

  it('that do not go together are explained to the person alone, and nothing is asked', async () => {
    const world = await startWorld();
    const { discord } = world;
    const channel = discord.channels.general;
    const options = { question: 'What changed?', only: 'europa.eu', except: 'gov.uk' };
    await discord.command({ channel, user: discord.users.ada, name: 'research', options });
    const whispered = stages.Discord(world).whispered;
    await expect.poll(() => whispered().at(-1)).toMatch(/^`only:` and `except:` cannot be used together\./);
    expect(discord.threads(channel)).toEqual([]);
    expect(world.reka.requests).toEqual([]);
    expect(world.reka.journal.entries).toEqual([]);
  });
});

describe.each(platforms)('research options on %s', (name) => {
  it.each([
    ['only:europa.eu except:gov.uk What changed?', 'cannot be used together'],
    ['near:London,UK What changed?', '`UK` is no country code'],
    ['no-web searches:5 What changed?', '`no-web` searches nothing'],
    ['template:comparison What changed?', 'There are: `compare`, `timeline`.'],
    ['reigent: depth:deep What changed?', 'Options are for Reka Research only'],
  ])('are refused before anything is sent: %s', async (words, told) => {
    const world = await startWorld();
    const stage = stages[name](world);
    const talk = await stage.directMessage(words);
    await expect.poll(() => talk.shown().at(-1)).toContain(told);
    expect(talk.shown()).toHaveLength(1);
    expect([...world.reka.journal.entries, ...world.rei.requests]).toEqual([]);
  });

  it('show the time that deep thinking takes, then the whole answer at once', async () => {
    const world = await startWorld();
    // Longer than the ten seconds of the bot's fast clock, after which it says how long it has been.
    world.reka.play({ ...streamed(['Deep thought.'], 0), delayMs: 1500 });
    const talk = await stages[name](world).mention('depth:deepest What changed?');
    await expect.poll(() => talk.shown().at(-1)).toMatch(/🧠 Thinking in parallel… \d\d s/);
    const [shown] = await ended(talk);
    expect(shown).toMatch(/^Deep thought\./);
    expect(world.reka.requests.map(({ body }) => body)).toMatchObject([
      { stream: false, research: { parallel_thinking: { mode: 'high' } } },
    ]);
  });
});
