/** The identity of a message: the same for every delivery of it. */
export const messageIdentity = (team: string, channel: string, ts: string) => `slack:${team}:${channel}:${ts}`;

/** The identity of a slash command: the same for every delivery of it. */
export const commandIdentity = (team: string, triggerId: string) => `slack:${team}:command:${triggerId}`;

/** The team of a message or command, from its identity; `undefined` when it is none. */
export function teamOf(identity: string): string | undefined {
  return /^slack:([^:]+):/.exec(identity)?.[1];
}
