import { describe, expect, it, onTestFinished } from 'vitest';
import { type RekaEmulatorOptions, startRekaEmulator } from '../../emulators/reka/index.ts';
import { preparedAnswer } from '../../emulators/reka/prepared.ts';
import type { RekaItem } from '../../emulators/reka/script.ts';
import { topics } from '../../emulators/reka/topics.ts';

const valid = { model: 'reka-flash-research', messages: [{ role: 'user', content: 'Hello?' }] };

const searching = (web_search: object) => ({ ...valid, research: { web_search } });

async function started(options: RekaEmulatorOptions = {}) {
  const emulator = await startRekaEmulator({ sleep: () => Promise.resolve(), ...options });
  onTestFinished(() => emulator.close());
  const post = (body: unknown, authorization = 'Bearer key') =>
    fetch(`${emulator.url}/chat/completions`, {
      method: 'POST',
      headers: { authorization },
      body: JSON.stringify(body),
    });
  return { emulator, post };
}

describe('the emulator of Reka Research', () => {
  it('refuses a request without a bearer key, or with another than its own', async () => {
    const { emulator, post } = await started({ apiKey: 'right' });
    expect((await post(valid, '')).status).toBe(401);
    expect((await post(valid, 'Bearer wrong')).status).toBe(401);
    expect((await post(valid, 'Bearer right')).status).toBe(200);
    expect(emulator.journal.entries.map(({ outcome }) => outcome)).toEqual([
      'authentication_error',
      'authentication_error',
      'ok',
    ]);
  });

  it('takes 60 requests in any minute and refuses more as Reka does, without counting them', async () => {
    let now = Date.UTC(2026, 0, 1);
    const { emulator, post } = await started({ now: () => now });
    for (let count = 1; count <= 60; count += 1) expect((await post(valid)).status).toBe(200);
    now += 59_000;
    const refused = await post(valid);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await refused.json()).toEqual({ error: 'Rate limit exceeded: 60 per 1 minute' });
    expect(emulator.violations).toEqual(['more than 60 requests in a minute']);
    now += 1_000;
    for (let count = 1; count <= 60; count += 1) expect((await post(valid)).status).toBe(200);
    expect((await post(valid)).status).toBe(429);
  });

  it.each([
    ['an unknown field', { ...valid, temperature: 0 }],
    ['a system message', { ...valid, messages: [{ role: 'system', content: 'x' }] }],
    ['content in parts', { ...valid, messages: [{ role: 'user', content: [{ type: 'text', text: 'x' }] }] }],
    ['no messages', { ...valid, messages: [] }],
    ['no model', { messages: valid.messages }],
    [
      'both domain lists',
      { ...valid, research: { web_search: { allowed_domains: ['a.org'], blocked_domains: ['b.org'] } } },
    ],
    ['a stream of parallel thinking', { ...valid, stream: true, research: { parallel_thinking: { mode: 'high' } } }],
    [
      'a country that is no code',
      { ...valid, research: { web_search: { user_location: { approximate: { country: 'France' } } } } },
    ],
    ['a country that does not exist', searching({ user_location: { approximate: { country: 'UK' } } })],
    ['a time zone that does not exist', searching({ user_location: { approximate: { timezone: 'Europe/Bonn' } } })],
    ['a time zone in another case', searching({ user_location: { approximate: { timezone: 'europe/berlin' } } })],
    ['a location without its place', searching({ user_location: { type: 'approximate' } })],
    ['an empty city', searching({ user_location: { approximate: { city: '' } } })],
    ['another kind of location', searching({ user_location: { type: 'exact', approximate: { country: 'CH' } } })],
    ['a domain with its scheme', searching({ allowed_domains: ['https://example.com'] })],
    ['a domain with www', searching({ blocked_domains: ['www.example.com'] })],
    ['a domain with a path', searching({ blocked_domains: ['example.com/path'] })],
    ['a domain that is not in punycode', searching({ allowed_domains: ['müller.de'] })],
    ['no searches at all', searching({ max_uses: 0 })],
    ['half a search', searching({ max_uses: 1.5 })],
    ['a search setting by another name', searching({ limit: 3 })],
    ['another mode of thinking', { ...valid, research: { parallel_thinking: { mode: 'medium' } } }],
    ['another kind of research', { ...valid, research: { depth: 'deep' } }],
    ['another response format', { ...valid, response_format: { type: 'json_object' } }],
  ])('refuses %s and remembers it', async (_what, body) => {
    const { emulator, post } = await started();
    const response = await post(body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { type: 'validation_error' } });
    expect(emulator.violations.length).toBeGreaterThan(0);
    expect(emulator.requests).toEqual([]);
  });

  it('takes everything that is documented', async () => {
    const { emulator, post } = await started();
    const user_location = {
      type: 'approximate',
      approximate: { city: 'Zurich', region: 'Zurich', country: 'CH', timezone: 'Europe/Zurich' },
    };
    const research = {
      web_search: { enabled: true, max_uses: 3, allowed_domains: ['example.com'], user_location },
      parallel_thinking: { mode: 'low' },
    };
    const json_schema = { name: 'event_list', strict: true, schema: { type: 'object' } };
    const body = { ...valid, stream: false, research, response_format: { type: 'json_schema', json_schema } };
    expect((await post(body)).status).toBe(200);
    expect(emulator.violations).toEqual([]);
  });

  it('remembers messages that do not alternate, but answers', async () => {
    const { emulator, post } = await started();
    const messages = ['assistant', 'user', 'user', 'assistant'].map((role) => ({ role, content: 'x' }));
    expect((await post({ ...valid, messages })).status).toBe(200);
    expect(emulator.violations).toEqual([
      'messages do not begin with user',
      'messages do not end with user',
      'messages do not alternate',
    ]);
  });

  it.each([
    ['web search is off, but has settings', { enabled: false, max_uses: 3 }],
    ['allowed_domains is empty, which allows all', { allowed_domains: [] }],
    ['the location says nothing', { user_location: { approximate: {} } }],
  ])('remembers that %s, but answers', async (oddity, web_search) => {
    const { emulator, post } = await started();
    expect((await post(searching(web_search))).status).toBe(200);
    expect(emulator.violations).toEqual([oddity]);
  });

  it('does not know any other model or path', async () => {
    const { emulator, post } = await started();
    expect((await post({ ...valid, model: 'other' })).status).toBe(404);
    expect((await fetch(`${emulator.url}/responses`, { method: 'POST' })).status).toBe(404);
  });

  it('plays its queue first, then what is chosen, then the prepared answers', async () => {
    const { emulator, post } = await started();
    const say = (text: string) => ({ kind: 'answer' as const, items: [{ text }] });
    emulator.play(say('first'));
    emulator.answerWith(({ question }) => say(`chosen for ${question}`));
    const contents: unknown[] = [];
    const askOnce = async () => {
      const { choices } = JSON.parse(await (await post(valid)).text());
      contents.push(choices[0].message.content);
    };
    await askOnce();
    await askOnce();
    emulator.answerWith(undefined);
    await askOnce();
    expect(contents).toEqual(['first', 'chosen for Hello?', expect.stringContaining('This is an example answer')]);
  });

  it('streams whole steps, then words, as documented', async () => {
    const { post } = await started();
    const response = await post({ ...valid, stream: true });
    expect(response.headers.get('content-type')).toMatch('text/event-stream');
    const events = (await response.text()).split('\n\n').filter((event) => event !== '');
    expect(events.at(-1)).toBe('data: [DONE]');
    const chunks = events.slice(0, -1).map((event) => JSON.parse(event.replace(/^data: /, '')));
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
    expect(chunks[0]).toMatchObject({
      object: 'chat.completion.chunk',
      choices: [
        { index: 0, delta: { role: 'assistant', reasoning_steps: [{ role: 'assistant' }] }, finish_reason: null },
      ],
      usage: null,
    });
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 600 } });
  });

  it('waits as its script says, through the sleep it was given', async () => {
    const waits: number[] = [];
    const { emulator, post } = await started({ sleep: async (ms) => void waits.push(ms) });
    emulator.play({
      kind: 'answer',
      delayMs: 5,
      items: [{ text: 'a', delayMs: 10 }, { text: 'b' }, { text: 'c', delayMs: 20 }],
    });
    await (await post({ ...valid, stream: true })).text();
    expect(waits).toEqual([5, 10, 20]);
  });

  it('knows when the asker is gone', async () => {
    const { emulator, post } = await started();
    emulator.play(
      { kind: 'answer', items: [{ text: 'a' }], ending: 'hang' },
      { kind: 'answer', items: [{ text: 'a' }] },
    );
    await (await post({ ...valid, stream: true })).body?.cancel();
    await (await post(valid)).text();
    await expect(emulator.requests[0]?.ended).resolves.toBe('disconnected');
    await expect(emulator.requests[1]?.ended).resolves.toBe('finished');
  });
});

describe('the prepared answers of Reka Research', () => {
  const textOf = (items: readonly RekaItem[]) => items.map((item) => ('text' in item ? item.text : '')).join('');
  const questions = [
    'How does HTTP caching work?',
    'What is in the EU AI Act?',
    'How big is Webb?',
    'What is UTF-8?',
    'Anything',
  ];
  const prepared = questions.map((question) => preparedAnswer(question));

  it('are picked by the words of the question', () => {
    expect(new Set(prepared.map(({ items }) => textOf(items))).size).toBe(topics.length);
  });

  it('say so when they answer something else', () => {
    expect(textOf(preparedAnswer('What will the weather be?').items)).toContain(
      'No research was done for this question',
    );
  });

  it('have one of about 12,000 characters', () => {
    const lengths = prepared.map(({ items }) => textOf(items).length);
    expect(lengths.some((length) => length > 11_500 && length < 12_500)).toBe(true);
  });

  it('link and annotate only pages that their searches delivered, at the right place', () => {
    for (const { items } of prepared) {
      const delivered = JSON.stringify(items.flatMap((item) => ('steps' in item ? item.steps : [])));
      const text = textOf(items);
      const annotations = items.flatMap((item) => ('annotations' in item ? item.annotations : []));
      expect(annotations.length).toBe(text.match(/\]\(https:/g)?.length);
      for (const annotation of annotations) {
        expect(annotation).toMatchObject({ url_citation: { title: expect.stringMatching(/./) } });
        const { start_index, end_index, url } = JSON.parse(JSON.stringify(annotation)).url_citation;
        expect([...text].slice(start_index, end_index).join('')).toMatch(/^\[[^\]]*\]\(.*\)$/);
        expect([...text].slice(start_index, end_index).join('')).toContain(`](${url})`);
        expect(delivered).toContain(`"${url}"`);
      }
    }
  });

  it('come at a pace that people can follow', () => {
    for (const { items } of prepared) {
      const words = items.filter((item) => 'text' in item);
      const searches = items.filter((item) => 'steps' in item).reduce((sum, { delayMs = 0 }) => sum + delayMs, 0);
      expect(words.every(({ delayMs = 0 }) => delayMs >= 10 && delayMs <= 25)).toBe(true);
      expect(searches).toBeGreaterThanOrEqual(600);
    }
  });
});
