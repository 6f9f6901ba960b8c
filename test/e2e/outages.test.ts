import { describe, expect, it } from 'vitest';
import { streamed } from './answers.ts';
import { ended, platforms, stages } from './stages.ts';
import { startWorld } from './world.ts';

describe.each(platforms)('an outage of %s', (name) => {
  it.each(['errors', 'refused'] as const)('in the middle of an answer (%s) heals by itself', async (kind) => {
    const world = await startWorld({
      env: name === 'Slack' ? { DISCORD_TOKEN: '' } : { SLACK_BOT_TOKEN: '', SLACK_APP_TOKEN: '' },
    });
    const { slack, discord, reka, bot } = world;
    const page = async (path: string) => (await fetch(`http://127.0.0.1:${bot.port}${path}`)).text();
    const platform = name.toLowerCase();
    reka.play({ kind: 'answer', items: [{ text: 'The sky is ' }, { text: 'blue.', delayMs: 700 }] });
    const talk = await stages[name](world).mention('Why?');
    await expect.poll(() => talk.shown().join()).toContain('The sky is');

    const end = await (name === 'Slack' ? slack : discord).outage(kind);
    if (name === 'Slack') slack.dropSockets();
    else discord.dropConnections();
    await expect
      .poll(() => page('/readyz'))
      .toBe(JSON.stringify({ ready: false, reasons: { [platform]: 'is not connected' } }));
    await expect.poll(() => page('/metrics')).toContain(`footnote_connections_lost_total{platform="${platform}"}`);
    await end();

    await expect.poll(() => page('/readyz')).toBe(JSON.stringify({ ready: true }));
    expect((await ended(talk)).join()).toMatch(/^The sky is blue\./);
    reka.answerWith(() => streamed(['An answer.']));
    const next = await stages[name](world).mention('And now?');
    expect((await ended(next)).join()).toMatch(/^An answer\./);
    expect(reka.requests).toHaveLength(2);
  });
});
