/** Vercel's Chat SDK on Slack: with Slack's streams, or with `edits` as its argument by editing a message. */
import { createServer } from 'node:http';
import { createSlackAdapter } from '@chat-adapter/slack';
import { createMemoryState } from '@chat-adapter/state-memory';
import { Chat } from 'chat';
import { addresses, answer, ready } from './peer.mjs';

const { slack } = addresses;
const bot = new Chat({
  userName: 'footnote',
  adapters: {
    slack: createSlackAdapter({
      botToken: slack.botToken,
      signingSecret: slack.signingSecret,
      apiUrl: slack.apiUrl,
      nativeStreaming: process.argv[2] !== 'edits',
    }),
  },
  state: createMemoryState(),
  concurrency: 'concurrent',
  logger: 'warn',
});
bot.onNewMention((thread, message) => answer(message.text, (text) => thread.post(text)));
await bot.initialize();

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const { status } = await bot.webhooks.slack(
    new Request('http://127.0.0.1/slack', { method: 'POST', headers: request.headers, body: Buffer.concat(chunks) }),
  );
  response.writeHead(status).end();
});
server.listen(0, '127.0.0.1', () => ready({ eventsUrl: () => `http://127.0.0.1:${server.address().port}/` }));
