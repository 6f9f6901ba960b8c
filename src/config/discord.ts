import { z } from 'zod';
import { baseUrl, flag } from './values.ts';
import { variable } from './variable.ts';

/** Discord; `undefined` when it is off. */
export const discord = z
  .object({
    token: variable('DISCORD_TOKEN', z.string().optional(), {
      secret: 'whole',
      about: "Discord: the bot's token; turns Discord on",
    }),
    apiUrl: variable('DISCORD_API_URL', baseUrl().default('https://discord.com/api'), {
      about: 'Discord: base of the REST API, without the version',
    }),
    messageContent: variable('DISCORD_MESSAGE_CONTENT', flag().default(false), {
      about:
        'Discord: true when the Message Content intent is on in the portal; follow-ups in own threads then need no mention',
    }),
  })
  .transform(({ token, ...rest }) => (token ? { token, ...rest } : undefined));
