import type { Workspace } from './workspace.ts';

/** A status goes away by itself after this time; docs.slack.dev/reference/methods/assistant.threads.setStatus. */
const statusLifeMs = 2 * 60_000;
/** A session that nobody moves off `processing` becomes `active` after this time; docs.slack.dev/ai/agent-sessions. */
const processingLifeMs = 60 * 60_000;

/** The grey "is …" lines under threads, and the states of agent sessions. */
export interface ThreadStatus {
  /** An empty status clears. */
  set(channel: string, threadTs: string, status: string): void;
  clear(channel: string, threadTs: string): void;
  /** What is shown now. */
  get(channel: string, threadTs: string): string | undefined;
  setSession(channel: string, threadTs: string, state: string): void;
  /** The state of the thread's agent session: `processing`, `active`, `suspended`, `closed`. */
  session(channel: string, threadTs: string): string | undefined;
  /** The title of a session; a session without one takes `fallback`. */
  title(channel: string, threadTs: string, fallback?: string): string | undefined;
  rename(channel: string, threadTs: string, title: string): void;
}

/** No status anywhere yet. */
export function createThreadStatus(workspace: Workspace, now: () => number): ThreadStatus {
  const statuses = new Map<string, { status: string; untilMs: number }>();
  const sessions = new Map<string, { state: string; atMs: number }>();
  const titles = new Map<string, string>();
  const key = (channel: string, threadTs: string) => `${channel}:${threadTs}`;

  function clear(channel: string, threadTs: string): void {
    if (!statuses.delete(key(channel, threadTs))) return;
    workspace.notify({ type: 'status', channel, threadTs, status: undefined });
  }

  return {
    set: (channel, threadTs, status) => {
      if (status === '') {
        clear(channel, threadTs);
        return;
      }
      statuses.set(key(channel, threadTs), { status, untilMs: now() + statusLifeMs });
      workspace.notify({ type: 'status', channel, threadTs, status });
    },
    clear,
    get: (channel, threadTs) => {
      const entry = statuses.get(key(channel, threadTs));
      return entry !== undefined && now() < entry.untilMs ? entry.status : undefined;
    },
    setSession: (channel, threadTs, state) => {
      sessions.set(key(channel, threadTs), { state, atMs: now() });
    },
    session: (channel, threadTs) => {
      const entry = sessions.get(key(channel, threadTs));
      if (entry === undefined) return undefined;
      return entry.state === 'processing' && now() >= entry.atMs + processingLifeMs ? 'active' : entry.state;
    },
    title: (channel, threadTs, fallback) => {
      const title = titles.get(key(channel, threadTs)) ?? fallback;
      if (title !== undefined) titles.set(key(channel, threadTs), title);
      return title;
    },
    rename: (channel, threadTs, title) => {
      titles.set(key(channel, threadTs), title);
    },
  };
}
