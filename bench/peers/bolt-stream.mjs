/** Slack's own Bolt with `chatStream`, as its sample apps use it. */
import bolt from '@slack/bolt';
import { addresses, answer, ready } from './peer.mjs';

const { slack } = addresses;
const app = new bolt.App({
  token: slack.botToken,
  appToken: slack.appToken,
  socketMode: true,
  clientOptions: { slackApiUrl: slack.apiUrl },
  logLevel: bolt.LogLevel.ERROR,
});
app.event('app_mention', ({ event, context, client }) =>
  answer(event.text, async (text) => {
    const streamer = client.chatStream({
      channel: event.channel,
      thread_ts: event.thread_ts ?? event.ts,
      recipient_team_id: context.teamId,
      recipient_user_id: event.user,
    });
    for await (const delta of text) await streamer.append({ markdown_text: delta });
    await streamer.stop();
  }),
);
await app.start();
ready();
