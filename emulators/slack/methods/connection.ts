import { z } from 'zod';
import { installation } from '../installation.ts';
import { createMethod, type Methods } from '../method.ts';

/** `auth.test`, and `apps.connections.open`; `link` makes a WebSocket URL that is good once. */
export function createConnectionMethods(url: string, link: () => string): Methods {
  const authTest = createMethod({
    args: z.object({}),
    run: () => ({
      url,
      team: installation.teamName,
      team_id: installation.teamId,
      user: installation.botName,
      user_id: installation.botUserId,
      bot_id: installation.botId,
      is_enterprise_install: false,
    }),
  });

  const open = createMethod({ token: 'app', args: z.object({}), run: () => ({ url: link() }) });

  return [
    ['auth.test', authTest],
    ['apps.connections.open', open],
  ];
}
