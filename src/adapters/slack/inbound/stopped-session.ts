import { z } from 'zod';
import { id, type StoppedSession } from '../said.ts';
import { eventTeam, teamOf } from './event.ts';

const sessionBody = z.object({
  ...eventTeam,
  event: z.object({ type: z.literal('agent_session_stopped'), channel: id, thread_ts: id, user: id }),
});

/** Which session an `agent_session_stopped` event says was stopped; `undefined` when it is no such event. */
export function parseStoppedSession(body: unknown): StoppedSession | undefined {
  const { data } = sessionBody.safeParse(body);
  const team = teamOf(data);
  if (!data || !team) return undefined;
  const { channel, thread_ts: threadTs, user: userId } = data.event;
  return { team, channel, threadTs, userId };
}
