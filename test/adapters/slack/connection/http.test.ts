import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { startAnswer } from '../../../../src/core/answer/answer.ts';
import { noFootnotes } from '../../../../src/core/answer/footnotes.ts';
import type { Pressed } from '../../../../src/core/ports/platform.ts';
import { noButtons } from '../../../core/fakes.ts';
import { research } from '../../../core/known-agents.ts';
import { startHttpScene } from '../adapter-on-emulator.ts';
import { appMention } from '../inbound/payloads.ts';

function signed(secret: string, body: string, sentAtMs: number) {
  const seconds = Math.floor(sentAtMs / 1000);
  const signature = createHmac('sha256', secret).update(`v0:${seconds}:${body}`).digest('hex');
  return {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-slack-request-timestamp': String(seconds),
      'x-slack-signature': `v0=${signature}`,
    },
  };
}

describe('HTTP mode', () => {
  it('takes mentions and commands on the server that was given to it', async () => {
    const { slack, adapter, hears } = await startHttpScene();
    expect(adapter.connected()).toBe(true);
    expect(slack.sockets).toBe(0);
    const { general: channel } = slack.channels;
    await slack.post({ channel, user: slack.users.ada, text: '@footnote why?' });
    const result = await slack.command({ channel, user: slack.users.ada, command: '/research', text: 'how?' });
    expect(result.error).toBeUndefined();
    expect((await hears(2)).map(({ text }) => text)).toEqual(['why?', 'how?']);
  });

  it('takes pressed buttons', async () => {
    const pressed: Pressed[] = [];
    const { slack, hears } = await startHttpScene(
      {},
      {
        buttons: { ...noButtons, press: async (button) => void pressed.push(button) },
        createRender: undefined,
      },
    );
    const { general: channel } = slack.channels;
    await slack.post({ channel, user: slack.users.ada, text: '@footnote why?' });
    const [incoming] = await hears(1);
    const opened = await incoming?.open('Why?');
    const [part] = opened?.render(startAnswer(research, 0), noFootnotes).parts ?? [];
    if (part) await opened?.reply.write(0, part);
    const ts = slack.messages(channel).at(-1)?.ts ?? '';
    const { error } = await slack.click({ channel, ts, user: slack.users.grace, actionId: 'footnote_stop' });
    expect(error).toBeUndefined();
    expect(pressed).toMatchObject([{ control: 'stop', questionId: incoming?.id, userId: slack.users.grace }]);
  });

  it('refuses what is unsigned, wrongly signed, too old or from the future', async () => {
    const { address, signingSecret, heard } = await startHttpScene();
    const body = JSON.stringify(appMention());
    const minutes = 60_000;
    const send = async (secret: string, sentAtMs: number) =>
      (await fetch(address, signed(secret, body, sentAtMs))).status;
    expect((await fetch(address, { method: 'POST', body })).status).toBe(401);
    expect(await send('wrong', Date.now())).toBe(401);
    expect(await send(signingSecret, Date.now() - 6 * minutes)).toBe(401);
    expect(await send(signingSecret, Date.now() + 6 * minutes)).toBe(401);
    expect(heard).toEqual([]);
    expect(await send(signingSecret, Date.now() + minutes)).toBe(200);
    await expect.poll(() => heard).toHaveLength(1);
  });

  it('knows no other path', async () => {
    const { address } = await startHttpScene();
    expect((await fetch(new URL('/other', address), { method: 'POST' })).status).toBe(404);
  });

  it('answers a paused request with 503, so that Slack delivers it again', async () => {
    const { slack, address, adapter, signingSecret, heard } = await startHttpScene();
    await adapter.pause();
    expect(adapter.connected()).toBe(false);
    const response = await fetch(address, signed(signingSecret, JSON.stringify(appMention()), Date.now()));
    expect(response.status).toBe(503);
    expect(response.headers.get('x-slack-no-retry')).toBeNull();
    await slack.post({ channel: slack.channels.general, user: slack.users.ada, text: '@footnote why?' });
    expect(heard).toEqual([]);
  });
});
