import { z } from 'zod';
import { installation } from '../installation.ts';
import { createMethod, type Methods } from '../method.ts';
import { enforce } from '../slack-error.ts';
import type { Workspace } from '../workspace.ts';

/** `users.info` and `reactions.add`. */
export function createPeopleMethods(workspace: Workspace): Methods {
  const info = createMethod({
    scope: 'users:read',
    args: z.object({ user: z.string() }),
    run: (args) => {
      const user = workspace.users.get(args.user);
      enforce('knownUser', user);
      const { id, name, realName, botId } = user;
      return {
        user: {
          id,
          team_id: installation.teamId,
          name,
          real_name: realName,
          deleted: false,
          is_bot: botId !== undefined,
          is_admin: workspace.admins.has(id),
          tz: 'Europe/London',
          profile: { real_name: realName, display_name: name, ...(botId === undefined ? {} : { bot_id: botId }) },
        },
      };
    },
  });

  const addReaction = createMethod({
    scope: 'reactions:write',
    args: z.object({ channel: z.string(), timestamp: z.string(), name: z.string() }),
    run: ({ channel, timestamp, name }) => {
      const place = workspace.channels.get(channel);
      enforce('knownChannel', place);
      enforce('membership', place.botIsMember);
      const message = workspace.find(channel, timestamp);
      enforce('knownMessage', message);
      enforce('reaction', !message.reactions.includes(name));
      workspace.put({ ...message, reactions: [...message.reactions, name] });
      return {};
    },
  });

  return [
    ['users.info', info],
    ['reactions.add', addReaction],
  ];
}
