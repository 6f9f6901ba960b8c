import { webApi } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { methodRates } from '../../emulators/slack/rate-limits.ts';
import { rules } from '../../emulators/slack/rules.ts';
import { createSlackClient, refusal } from './slack-client.ts';
import { setScene } from './slack-scene.ts';

/** The first call that is limited; calls that are refused for another reason count as well. */
async function callUntilLimited(web: webApi.WebClient, method: string): Promise<number> {
  for (let count = 1; ; count += 1) {
    if ((await refusal(web.apiCall(method))) === 'ratelimited') return count;
  }
}

describe('the rate of a method', () => {
  it.each(Object.entries(methodRates).filter(([, rate]) => rate !== 'special'))(
    '%s is that of %s',
    async (method, rate) => {
      const { web } = await setScene();
      expect(await callUntilLimited(web, method)).toBe(rules[rate].limit + 1);
    },
  );

  it('of chat.postMessage is limited in the whole workspace too, in whatever channels', async () => {
    const { web } = await setScene();
    let count = 1;
    const call = () => refusal(web.apiCall('chat.postMessage', { channel: `C${count}` }));
    while ((await call()) !== 'ratelimited') count += 1;
    // One was posted when the scene was set.
    expect(count).toBe(rules.special.limit);
  });

  it('is its own: one method at its limit leaves the others alone', async () => {
    const { web, own, channel } = await setScene();
    await callUntilLimited(web, 'chat.update');
    expect(await refusal(web.reactions.add({ channel, timestamp: own, name: 'eyes' }))).toBeUndefined();
  });
});

describe('a call over the limit', () => {
  it('is answered 429 with the whole seconds to wait, rounded up', async () => {
    const { web, channel, own, slack, advance } = await setScene();
    for (let count = 0; count < 50; count += 1) {
      await web.chat.update({ channel, ts: own, text: `${count}` });
      advance(100);
    }
    const response = await fetch(`${slack.apiUrl}chat.update`, {
      method: 'POST',
      headers: { authorization: `Bearer ${slack.botToken}` },
    });
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('55');
    expect(await response.json()).toEqual({ ok: false, error: 'ratelimited' });
    advance(1);
    const again = web.chat.update({ channel, ts: own, text: 'too early' });
    await expect(again).rejects.toBeInstanceOf(webApi.WebAPIRateLimitedError);
    await expect(again).rejects.toMatchObject({ retryAfter: 55 });
    expect(slack.messages(channel)[1]?.text).toBe('49');
  });

  it('goes through after that wait, one for each that has left the window', async () => {
    const { web, channel, own, advance } = await setScene();
    const update = () => refusal(web.chat.update({ channel, ts: own, text: 'x' }));
    expect(await update()).toBeUndefined();
    advance(30_000);
    for (let count = 1; count < 50; count += 1) expect(await update()).toBeUndefined();
    expect(await update()).toBe('ratelimited');
    advance(30_000);
    expect(await update()).toBeUndefined();
    expect(await update()).toBe('ratelimited');
  });

  it('does not make the wait longer', async () => {
    const { web, channel, post, advance, slack } = await setScene();
    await post({ text: 'first' });
    const early = () => refusal(web.chat.postMessage({ channel, text: 'x', unfurl_links: false, unfurl_media: false }));
    advance(500);
    expect(await early()).toBe('ratelimited');
    advance(500);
    expect(await early()).toBeUndefined();
    expect(slack.violations).toMatchObject([{ rule: 'postChannel', method: 'chat.postMessage' }]);
  });

  it('does not exist where the limits are taken away', async () => {
    const { web, slack } = await setScene({ rateLimits: false });
    for (let count = 0; count < 60; count += 1) await refusal(web.apiCall('chat.update'));
    expect(slack.journal.of('chat.update').map(({ outcome }) => outcome)).not.toContain('ratelimited');
  });
});

describe('the history of an app that is distributed but not listed', () => {
  it('comes in pages of 15, whatever is asked for', async () => {
    const { web, channel, root, slack, advance } = await setScene({ historyAccess: 'restricted' });
    for (let count = 0; count < 20; count += 1) {
      await slack.post({ channel, user: slack.users.grace, text: `${count}`, threadTs: root });
    }
    const page = await web.conversations.replies({ channel, ts: root, limit: 200 });
    expect(page.messages).toHaveLength(15);
    expect(page.has_more).toBe(true);
    advance(60_000);
    const rest = await web.conversations.replies({
      channel,
      ts: root,
      cursor: page.response_metadata?.next_cursor ?? '',
    });
    expect(rest.messages).toHaveLength(6);
  });
});

describe('an injected rate limit', () => {
  it('is no violation', async () => {
    const { web, slack } = await setScene();
    slack.faults.plan('auth.test', { retryAfterSeconds: 1 });
    expect(await refusal(web.auth.test())).toBe('ratelimited');
    expect(slack.violations).toEqual([]);
    expect(await refusal(createSlackClient(slack, '').auth.test())).toBe('not_authed');
    expect(slack.violations).toMatchObject([{ rule: 'notAuthed', method: 'auth.test' }]);
  });
});
