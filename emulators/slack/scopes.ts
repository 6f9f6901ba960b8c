import { SlackError } from './slack-error.ts';
import type { Channel } from './workspace.ts';

/** The scope to read the messages of a kind of channel, and to get its `message` events. */
export const historyScopes = {
  public: 'channels:history',
  private: 'groups:history',
  im: 'im:history',
} as const satisfies Record<Channel['kind'], string>;

/** The scope to look at a kind of channel. */
export const readScopes = {
  public: 'channels:read',
  private: 'groups:read',
  im: 'im:read',
} as const satisfies Record<Channel['kind'], string>;

/** Refuses with `missing_scope` unless the scope is granted. */
export function enforceScope(granted: readonly string[], needed: string): void {
  if (granted.includes(needed)) return;
  throw new SlackError('scope', {
    detail: `needs ${needed}`,
    fields: { needed, provided: granted.join(',') },
  });
}
