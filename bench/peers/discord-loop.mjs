/** The loop that most Discord bots have: once a second, edit the message; begin another where 2,000 characters end. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Events, GatewayIntentBits } from 'discord.js';
import { addresses, answer, ready } from './peer.mjs';

const { discord } = addresses;
const maxLength = 2000;
const editEveryMs = 1000;
const client = new Client({
  intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages],
  rest: { api: discord.apiUrl },
});

async function show(message, text) {
  const thread = await message.startThread({ name: 'Answer' });
  let whole = '';
  let ended = false;
  const reading = (async () => {
    for await (const delta of text) whole += delta;
    ended = true;
  })();
  const messages = [];
  const shown = [];
  for (let last = false; !last; ) {
    last = ended;
    for (let at = 0; at * maxLength < whole.length; at += 1) {
      const content = whole.slice(at * maxLength, (at + 1) * maxLength);
      if (shown[at] === content || content.trim() === '') continue;
      if (messages[at]) await messages[at].edit(content);
      else messages[at] = await thread.send(content);
      shown[at] = content;
    }
    if (!ended) await Promise.race([sleep(editEveryMs), reading]);
  }
}

client.on(Events.MessageCreate, (message) => {
  if (message.author.id !== client.user.id && message.mentions.has(client.user))
    void answer(message.content, (text) => show(message, text));
});
client.once(Events.ClientReady, () => ready());
await client.login(discord.token);
