import { z } from 'zod';
import { createMethod, type Method } from '../method.ts';
import { refuse, rules } from '../rules.ts';
import type { ThreadStatus } from '../thread-status.ts';
import type { Workspace } from '../workspace.ts';

const place = { channel_id: z.string(), thread_ts: z.string() };

/** `assistant.threads.setStatus` and `agents.sessions.setStatus`. */
export function createStatusMethods(
  workspace: Workspace,
  status: ThreadStatus,
  subscriptions: readonly string[],
): [string, Method][] {
  function checkThread(channel: string, threadTs: string): void {
    if (workspace.channels.get(channel)?.botIsMember !== true) refuse('knownChannel');
    if (!workspace.hasThread(channel, threadTs)) refuse('knownThread');
  }

  const setStatus = createMethod({
    scopes: ['chat:write', 'assistant:write'],
    args: z.object({
      ...place,
      status: z.string(),
      loading_messages: z.array(z.string()).max(rules.statusMessages.limit).optional(),
    }),
    run: (args) => {
      checkThread(args.channel_id, args.thread_ts);
      status.set(args.channel_id, args.thread_ts, args.status);
      return {};
    },
  });

  const setSessionStatus = createMethod({
    scopes: ['chat:write', 'assistant:write'],
    args: z.object({
      ...place,
      status: z.enum(['processing', 'active', 'suspended', 'closed']),
      title: z.string().max(200).optional(),
    }),
    run: (args) => {
      checkThread(args.channel_id, args.thread_ts);
      status.setSession(args.channel_id, args.thread_ts, args.status);
      if (subscriptions.includes('agent_session_stopped')) return {};
      const warning = 'missing_agent_session_stopped_event_subscription';
      return { warning, response_metadata: { warnings: [warning] } };
    },
  });

  return [
    ['assistant.threads.setStatus', setStatus],
    ['agents.sessions.setStatus', setSessionStatus],
  ];
}
