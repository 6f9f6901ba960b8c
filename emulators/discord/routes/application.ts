import { commandPayload } from '../commands.ts';
import { userPayload } from '../payloads.ts';
import { RuleError } from '../rule-error.ts';
import type { Call, Emulated, Route } from './route.ts';

/** Who the bot is, where its gateway is, and which commands it has. */
export function applicationRoutes({ guild, gateway, gatewayUrl, commands, messageContent }: Emulated): Route[] {
  const application = () => ({
    id: guild.applicationId,
    name: guild.bot.displayName,
    description: '',
    icon: null,
    bot: userPayload(guild.bot),
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: '0'.repeat(64),
    flags: messageContent ? 1 << 19 : 0,
    owner: userPayload([...guild.users.values()].find(({ bot }) => !bot) ?? guild.bot),
    team: null,
  });

  const ownUser = () => ({ ...userPayload(guild.bot), mfa_enabled: true, locale: 'en-US' });

  function requireOwn(call: Call) {
    if (call.param('id') !== guild.applicationId) throw new RuleError('missingAccess');
  }

  function list(call: Call, guildId?: string) {
    requireOwn(call);
    return { status: 200, body: commands.list(guildId).map((command) => commandPayload(guild, command)) };
  }

  function overwrite(call: Call, guildId?: string) {
    requireOwn(call);
    const registered = commands.overwrite(call.body, guildId);
    return { status: 200, body: registered.map((command) => commandPayload(guild, command)) };
  }

  return [
    {
      method: 'GET',
      path: '/gateway/bot',
      handle: () => ({
        status: 200,
        body: { url: gatewayUrl, shards: 1, session_start_limit: gateway.sessionStartLimit() },
      }),
    },
    { method: 'GET', path: '/users/@me', handle: () => ({ status: 200, body: ownUser() }) },
    { method: 'GET', path: '/applications/@me', handle: () => ({ status: 200, body: application() }) },
    { method: 'GET', path: '/oauth2/applications/@me', handle: () => ({ status: 200, body: application() }) },
    { method: 'GET', path: '/applications/{id}/commands', handle: (call) => list(call) },
    { method: 'PUT', path: '/applications/{id}/commands', handle: (call) => overwrite(call) },
    {
      method: 'GET',
      path: '/applications/{id}/guilds/{guild}/commands',
      handle: (call) => list(call, call.param('guild')),
    },
    {
      method: 'PUT',
      path: '/applications/{id}/guilds/{guild}/commands',
      handle: (call) => overwrite(call, call.param('guild')),
    },
  ];
}
