import { describe, expect, it, onTestFinished } from 'vitest';
import { startReiEmulator } from '../../../emulators/rei/index.ts';
import type { ReiScript } from '../../../emulators/rei/script.ts';
import { createReigentProfile } from '../../../src/agents/reigent/profile.ts';
import { createFakeLogger } from '../../core/fakes.ts';
import { createManualClock } from '../../core/manual-clock.ts';
import { ask, logged } from '../ask.ts';
import { emulated, secret } from './emulated.ts';

const signal = new AbortController().signal;

async function started(script?: ReiScript, agentPath = '/rei/agents') {
  const emulator = await startReiEmulator({ secret, sleep: () => Promise.resolve() });
  onTestFinished(() => emulator.close());
  if (script) emulator.describeAgent({ script });
  const clock = createManualClock({ passOverMs: 20_000 });
  const { logger, entries } = createFakeLogger();
  const options = { secret, baseUrl: emulator.url, agentPath, clock, logger };
  return { emulator, clock, entries, options, profile: createReigentProfile(options) };
}

const respond = (status: number, body?: unknown): ReiScript => ({ kind: 'response', status, body });

describe('what is known of a Reigent', () => {
  it.each(['/rei/agents', '/v1/agents'])('comes from %s: name, model and format', async (agentPath) => {
    const { profile, entries } = await started(undefined, agentPath);
    expect(profile.current()).toBeUndefined();
    await profile.refresh(signal);
    expect(profile.current()).toEqual({ name: 'Dummy Agent', model: 'example-model', format: 'text' });
    expect(profile.problem()).toBeUndefined();
    expect(entries.map(({ level }) => level)).toEqual(['info']);
  });

  it('is read from the sample of the documentation, whose id is no JSON number', async () => {
    const sample =
      '{ "id": 02, "identifier": "0xxxxxx", "name": "Dummy Agent", "behavior_prompt": "You are dummy agent.", "agent_functionalities": "", "agent_model": { "id": 1, "name": "claude-3.7-sonnet", "model_name": "" }, "response_format": "json", "temperature": 0.0, "max_tokens": 1024 }';
    const { profile } = await started(respond(200, sample));
    await profile.refresh(signal);
    expect(profile.current()).toEqual({ name: 'Dummy Agent', model: 'claude-3.7-sonnet', format: 'json' });
  });

  it('is short and without markup, whatever the service says', async () => {
    const { emulator, profile } = await started();
    emulator.describeAgent({ agent: { name: `<@everyone> \`[x](https://evil.example)\`\n${'y'.repeat(200)}` } });
    await profile.refresh(signal);
    expect(profile.current()?.name).toMatch(/^everyone x \(https \/\/evil\.example\) y+$/);
    expect(profile.current()?.name).toHaveLength(60);
  });

  it('is asked for again only after a while', async () => {
    const { emulator, profile, clock } = await started();
    await profile.refresh(signal);
    await profile.refresh(signal);
    expect(emulator.journal.entries).toHaveLength(1);
    emulator.describeAgent({ agent: { name: 'Another' } });
    await clock.advance(5 * 60_000);
    await profile.refresh(signal);
    expect(profile.current()?.name).toBe('Another');
  });

  it('is in the answer', async () => {
    const profile = { name: 'Dummy Agent', model: 'example-model', format: 'text' };
    const { agent } = await emulated({ profile: () => profile });
    expect((await ask(agent)).answer.profile).toEqual(profile);
  });
});

describe('a Reigent that cannot be found', () => {
  it.each([
    ['401', respond(401, { error: 'Unauthorized' }), /REIGENT_SECRET is refused.*newest Secret Key/],
    ['404', respond(404, { error: 'AppError', details: 'Agent not found' }), /belongs to no agent/],
    ['another page', respond(404, '<html>Not Found</html>'), /the API has moved.*api\.reilabs\.org/],
    ['a redirection', respond(301, ''), /the API has moved/],
    ['410', respond(410, ''), /the API has moved/],
    ['something else', respond(200, { status: 'ok' }), /the API has moved/],
  ])('because of %s has a sentence of its own for the operator, logged once', async (_what, script, sentence) => {
    const { profile, clock, entries } = await started(script);
    await profile.refresh(signal);
    expect(profile.problem()).toMatch(sentence);
    await clock.advance(5 * 60_000);
    await profile.refresh(signal);
    expect(entries.map(({ level }) => level)).toEqual(['warn']);
  });

  it('for a moment is no problem to report', async () => {
    const { profile, entries } = await started(respond(503, ''));
    await profile.refresh(signal);
    expect(profile.problem()).toBeUndefined();
    expect(entries.map(({ level }) => level)).toEqual(['warn']);
  });

  it('has no problem any more when it is found', async () => {
    const { emulator, profile, clock } = await started(respond(401));
    await profile.refresh(signal);
    emulator.describeAgent({ agent: {} });
    await clock.advance(5 * 60_000);
    await profile.refresh(signal);
    expect(profile.problem()).toBeUndefined();
    expect(profile.current()?.name).toBe('Dummy Agent');
  });

  it('does not put the secret into the log', async () => {
    const { profile, entries } = await started(respond(401, `wrong ${secret}`));
    await profile.refresh(signal);
    for (const { fields } of entries) expect(logged('err' in fields ? fields.err : '')).not.toContain(secret);
    expect(entries).toHaveLength(1);
  });

  it('is no answer either: a moved API has its own hint', async () => {
    const { emulator, agent } = await emulated();
    emulator.play(respond(404, '404 page not found'));
    expect((await ask(agent)).error).toMatchObject({ kind: 'config', hint: 'api-moved' });
  });
});
