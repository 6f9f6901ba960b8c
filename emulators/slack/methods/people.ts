import { z } from 'zod';
import { installation } from '../installation.ts';
import { createMethod, type Method } from '../method.ts';
import { refuse } from '../rules.ts';
import { SlackError } from '../slack-error.ts';
import type { Workspace } from '../workspace.ts';

/** `users.info` and `reactions.add`. */
export function createPeopleMethods(workspace: Workspace): [string, Method][] {
  const info = createMethod({
    scopes: ['users:read'],
    args: z.object({ user: z.string() }),
    run: (args) => {
      const user = workspace.users.get(args.user);
      if (user === undefined) throw new SlackError('user_not_found');
      const { id, name, realName, botId } = user;
      return {
        user: {
          id,
          team_id: installation.teamId,
          name,
          real_name: realName,
          deleted: false,
          is_bot: botId !== undefined,
          tz: 'Europe/London',
          profile: { real_name: realName, display_name: name, ...(botId === undefined ? {} : { bot_id: botId }) },
        },
      };
    },
  });

  const addReaction = createMethod({
    scopes: ['reactions:write'],
    args: z.object({ channel: z.string(), timestamp: z.string(), name: z.string() }),
    run: ({ channel, timestamp, name }) => {
      const place = workspace.channels.get(channel) ?? refuse('knownChannel');
      if (!place.botIsMember) refuse('membership');
      const message = workspace.find(channel, timestamp) ?? refuse('knownMessage');
      if (message.reactions.includes(name)) throw new SlackError('already_reacted');
      workspace.put({ ...message, reactions: [...message.reactions, name] });
      return {};
    },
  });

  return [
    ['users.info', info],
    ['reactions.add', addReaction],
  ];
}
