import { z } from 'zod';
import { createMethod, type Methods } from '../method.ts';
import { enforce, enforceLimit } from '../slack-error.ts';
import type { ThreadStatus } from '../thread-status.ts';
import type { Workspace } from '../workspace.ts';

const place = { channel_id: z.string(), thread_ts: z.string() };
const scope = 'chat:write';

/** What the methods of statuses need. */
export interface StatusOptions {
  readonly workspace: Workspace;
  readonly status: ThreadStatus;
  readonly subscriptions: readonly string[];
  readonly scopes: readonly string[];
}

/** `assistant.threads.setStatus` and `agents.sessions.*`. */
export function createStatusMethods({ workspace, status, subscriptions, scopes }: StatusOptions): Methods {
  function checkThread(channel: string, threadTs: string): void {
    enforce('knownChannel', workspace.channels.get(channel)?.botIsMember);
    enforce('knownThread', workspace.hasThread(channel, threadTs));
  }

  const setStatus = createMethod({
    scope,
    args: z.object({ ...place, status: z.string(), loading_messages: z.array(z.string()).optional() }),
    run: (args) => {
      checkThread(args.channel_id, args.thread_ts);
      enforceLimit('statusMessages', args.loading_messages?.length ?? 0, '/loading_messages');
      status.set(args.channel_id, args.thread_ts, args.status);
      return {};
    },
  });

  const setSessionStatus = createMethod({
    scope,
    args: z.object({
      ...place,
      status: z.enum(['processing', 'active', 'suspended', 'closed']),
      title: z.string().optional(),
    }),
    run: ({ channel_id: channel, thread_ts: threadTs, status: state, title }) => {
      enforce('agentDeclared', scopes.includes('assistant:write'));
      checkThread(channel, threadTs);
      enforceLimit('sessionTitle', title?.length ?? 0, '/title');
      status.setSession(channel, threadTs, state);
      const shown = status.title(channel, threadTs, title);
      const result = { status: state, agent_status: state, ...(shown === undefined ? {} : { title: shown }) };
      if (subscriptions.includes('agent_session_stopped')) return result;
      const warning = 'missing_agent_session_stopped_event_subscription';
      return { ...result, warning, response_metadata: { warnings: [warning] } };
    },
  });

  const rename = createMethod({
    scope,
    args: z.object({ ...place, title: z.string().min(1) }),
    run: ({ channel_id: channel, thread_ts: threadTs, title }) => {
      enforce('agentDeclared', scopes.includes('assistant:write'));
      checkThread(channel, threadTs);
      enforceLimit('sessionTitle', title.length, '/title');
      status.rename(channel, threadTs, title);
      return { title };
    },
  });

  return [
    ['assistant.threads.setStatus', setStatus],
    ['agents.sessions.setStatus', setSessionStatus],
    ['agents.sessions.rename', rename],
  ];
}
