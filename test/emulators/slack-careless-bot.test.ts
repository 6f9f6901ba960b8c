import { expect, it, onTestFinished } from 'vitest';
import { startSocketRig } from './slack-app.ts';

it('a careless bot is caught: no dedupe, no pacing, live mentions and previews, texts that are too long', async () => {
  let now = Date.now();
  const rig = await startSocketRig(
    (app) => {
      app.event('app_mention', async ({ event, client }) => {
        const { channel, ts: thread_ts } = event;
        const { ts = '' } = await client.chat.postMessage({
          channel,
          thread_ts,
          text: 'Hi <!here>, see https://example.org',
        });
        await client.chat.update({ channel, ts, text: 'x'.repeat(4001) }).catch(() => {});
        await Promise.allSettled(
          Array.from({ length: 60 }, (_, n) => client.chat.update({ channel, ts, text: `Edit ${n}` })),
        );
      });
    },
    { now: () => now },
  );
  onTestFinished(() => rig.stop());
  const { slack } = rig;
  const { general } = slack.channels;
  const { ts } = await slack.post({ channel: general, user: slack.users.ada, text: '@footnote hello' });
  const brokenRules = () => new Set(slack.violations.map(({ rule }) => rule));
  await expect.poll(brokenRules).toContain('tier3');
  for (const rule of ['unfurlFlags', 'liveMention', 'updateText']) expect(brokenRules()).toContain(rule);

  now += 2000;
  await slack.redeliver(ts);
  const answers = () => slack.thread(general, ts).filter(({ botId }) => botId === slack.botId);
  await expect.poll(() => answers().length).toBe(2);
  expect(answers()[0]).toMatchObject({ pings: ['<!here>'], unfurls: ['https://example.org'] });
});
