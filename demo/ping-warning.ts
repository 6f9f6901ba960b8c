/** What the page says below a message with which a bot would have notified people; `undefined` when it would not. */
export function pingWarning(pings: readonly string[], nameOf: (id: string) => string | undefined): string | undefined {
  if (pings.length === 0) return undefined;
  const names = pings.map((ping) => `@${nameOf(/\w+/.exec(ping)?.[0] ?? '') ?? ping.replace(/[<>@!]/g, '')}`);
  return `This message would have notified ${names.join(', ')}.`;
}
