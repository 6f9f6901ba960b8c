import { describe, expect, it } from 'vitest';
import type { ReiScript } from '../../emulators/rei/index.ts';
import { callsOf, toolCall } from '../../emulators/rei/script.ts';
import { page, searched, streamed } from './answers.ts';
import { ended, platforms, stages } from './stages.ts';
import { startWorld } from './world.ts';

const say = (content: string): ReiScript => ({ kind: 'answer', content });
const research = (id = 'c1') => callsOf([toolCall(id, 'research', { question: 'What is one?' })]);
const refusal = (status: number, details: string): ReiScript => ({
  kind: 'response',
  status,
  body: { error: 'AppError', details },
});
const link = (number: number, path: string) => `\\[\\[${number}\\]\\]\\(<?https://example\\.org/${path}>?\\)`;

describe.each(platforms)('a Reigent with tools on %s', (name) => {
  it('calls Research and cites its sources as footnotes', async () => {
    const world = await startWorld();
    world.reka.play(streamed(['One is one [example.org](https://example.org/one).']));
    world.rei.play(research(), say('One is one [1], they say [7].'));
    const talk = await stages[name](world).mention('reigent: What is one?');
    const [text = ''] = await ended(talk);
    expect(text).toMatch(new RegExp(`^One is one ${link(1, 'one')}, they say\\.\\n`));
    expect(text).toMatch(/Sources\*{1,2}\n.*Page one/);
    expect(text).toMatch(/Reigent Dummy Agent · example-model · text · \d+ s · 1 search/);
    expect(world.reka.requests.map(({ question }) => question)).toEqual(['What is one?']);
    expect(world.rei.requests.at(-1)?.results[0]).toContain('> [1] Page one https://example.org/one');
  });

  it('shows what its tools do meanwhile', async () => {
    const world = await startWorld();
    const [call, found] = searched('a search for one', [page('one', 'Page one')]);
    world.reka.play({
      kind: 'answer',
      items: [...(call ? [call] : []), { ...(found ?? { steps: [] }), delayMs: 600 }, { text: 'One.' }],
    });
    world.rei.play(research(), say('One.'));
    const talk = await stages[name](world).mention('reigent: What is one?');
    await expect.poll(() => talk.shown()[0] ?? '').toContain('Searching: a search for one');
    await ended(talk);
  });

  it('goes on with the numbers of the conversation, and knows the source that a person names', async () => {
    const world = await startWorld();
    world.reka.play(streamed(['One [example.org](https://example.org/one).']));
    world.rei.play(
      callsOf([toolCall('c1', 'conversation_sources'), toolCall('c2', 'read_source', { number: 1 })]),
      say('It is about page one [1], not [2].'),
    );
    const talk = await stages[name](world).mention('First?');
    await ended(talk);
    await talk.say('reigent: What does [1] say?');
    await expect.poll(() => talk.shown()).toHaveLength(2);
    const [, second = ''] = await ended(talk);
    expect(second).toMatch(new RegExp(`^It is about page one ${link(1, 'one')}, not\\.\\n`));
    expect(world.rei.requests[0]?.message).toContain('[1] is "Page one", https://example.org/one');
    expect(world.rei.requests[1]?.results[1]).toContain('> About Page one');
  });

  it('and Reka Research know after a restart which source a number is', async () => {
    const world = await startWorld();
    world.reka.play(streamed(['One [example.org](https://example.org/one).']), streamed(['Two.']));
    const talk = await stages[name](world).mention('First?');
    await ended(talk);
    await world.restart();
    await talk.say('What does [1] say, and [2]?');
    await expect.poll(() => talk.shown()).toHaveLength(2);
    await ended(talk);
    expect(world.reka.requests.at(-1)?.question).toBe(
      'What does [1] say, and [2]?\n\n[1] is "Page one", https://example.org/one',
    );
  });

  it.each<[string, readonly ReiScript[], RegExp]>([
    [
      'endless rounds',
      Array.from({ length: 12 }, (_, at) => callsOf([toolCall(`c${at}`, 'current_time', { timezone: null })])),
      /wanted to use more tools than one answer may/,
    ],
    ['401', [refusal(401, 'Unauthorized')], /refused the bot's key/],
    ['404', [refusal(404, 'Agent not found')], /The Reigent was not found/],
    [
      'a moved API',
      [{ kind: 'response', status: 404, body: '404 page not found' }],
      /The service of Reigent has moved/,
    ],
    ['429 inside a 400', [refusal(400, 'status code: 429')], /too many questions right now/],
    ['a 400 on both forms', [research(), refusal(400, 'bad'), refusal(400, 'bad')], /did not accept this question/],
  ])('ends in a sentence after %s', async (_what, scripts, sentence) => {
    const world = await startWorld();
    world.reka.play(streamed(['One.']));
    world.rei.play(...scripts);
    const talk = await stages[name](world).mention('reigent: Anything?');
    const messages = await ended(talk);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatch(sentence);
    expect(messages[0]).not.toMatch(/AppError|bad|Unauthorized/);
  });

  it.each<[string, readonly ReiScript[]]>([
    ['the standard form is refused', [research(), refusal(400, 'no assistant messages'), say('It is so [1].')]],
    ['its service stumbles', [refusal(400, 'unexpected EOF'), research(), say('It is so [1].')]],
    [
      'arguments and names are wrong',
      [callsOf([toolCall('a', 'research', '{'), toolCall('b', 'launch')]), research('c'), say('It is so [1].')],
    ],
  ])('answers although %s', async (_what, scripts) => {
    const world = await startWorld();
    world.reka.play(streamed(['One [example.org](https://example.org/one).']));
    world.rei.play(...scripts);
    const talk = await stages[name](world).mention('reigent: Anything?');
    expect((await ended(talk))[0]).toMatch(new RegExp(`^It is so ${link(1, 'one')}\\.`));
  });

  it('is told when Research fails, and the operator as well', async () => {
    const world = await startWorld();
    world.reka.play({ kind: 'response', status: 429, body: { detail: 'P001: Insufficient Balance' } });
    world.rei.play(research(), say('I cannot look it up now.'));
    const talk = await stages[name](world).mention('reigent: Anything?');
    expect((await ended(talk))[0]).toMatch(/^I cannot look it up now\./);
    expect(world.rei.requests.at(-1)?.results[0]).toBe(
      'Error: the tool failed (no-credit). Answer without it, or say that it failed.',
    );
    expect(world.log).toContainEqual(expect.objectContaining({ level: 'warn', message: 'A tool failed.' }));
  });

  it('has no Research without a key for it', async () => {
    const world = await startWorld({ env: { REKA_API_KEY: '' } });
    world.rei.play(say('Alone.'));
    const talk = await stages[name](world).mention('Anything?');
    await ended(talk);
    const names = world.rei.requests[0]?.body.tools?.map(({ function: tool }) => tool.name);
    expect(names).toEqual(['conversation_sources', 'read_source', 'current_time']);
  });

  it('that answers in JSON is shown readably', async () => {
    const world = await startWorld();
    world.rei.play(say('{"colour":"blue","sure":true}'));
    const talk = await stages[name](world).mention('reigent: Anything?');
    expect((await ended(talk))[0]).toMatch(/^```(?:json)?\n\{\n {2}"colour": "blue",\n {2}"sure": true\n\}\n```/);
  });

  it('is named in the help, with its model and format', async () => {
    const world = await startWorld();
    const stage = stages[name](world);
    await expect.poll(() => world.rei.journal.of('GET /rei/agents')).toHaveLength(1);
    const talk = await stage.directMessage('help');
    await expect
      .poll(() => [...talk.shown(), ...stage.whispered()].join('\n'))
      .toContain(
        'Who answers: Reka Research, model `reka-flash-research`; Reigent, `Dummy Agent`, model `example-model`, answers in `text`.',
      );
  });
});

describe('the readiness of the bot', () => {
  const readyz = async (port: number) => (await fetch(`http://127.0.0.1:${port}/readyz`)).json();

  it('does not need the name of the Reigent', async () => {
    const world = await startWorld();
    expect(await readyz(world.bot.port)).toEqual({ ready: true });
  });

  it('is missing while the service of the Reigent is not where the settings say, which the log says once', async () => {
    const world = await startWorld({ env: { REIGENT_AGENT_PATH: '/rei/nothing' } });
    await expect
      .poll(() => readyz(world.bot.port))
      .toEqual({ ready: false, reasons: { reigent: expect.stringContaining('the API has moved') } });
    expect(world.log.filter(({ message }) => message.includes('the API has moved'))).toHaveLength(1);
  });
});
