import { z } from 'zod';
import type { Tool } from '../core/ports/agent.ts';
import type { Clock } from '../core/ports/system.ts';
import { createTool } from './create-tool.ts';

/** Tells the agent the time in a zone that it names, or where the asker is as far as the question says; otherwise in UTC. */
export function createCurrentTimeTool(clock: Clock): Tool {
  return createTool({
    name: 'current_time',
    description:
      'Gives the date and time now, in a time zone or where the person is who asks, as far as that is known.',
    args: z.strictObject({
      timezone: z.string().nullable().describe('An IANA name like Europe/Berlin; null for the zone of the asker.'),
    }),
    async run({ timezone }, { question }) {
      const now = clock.now();
      if (timezone !== null) {
        const there = timeIn(timezone, now);
        return there ? { text: there, pages: [] } : { text: 'Error: no such time zone.', pages: [], failed: true };
      }
      const zone = question.options?.near?.timezone;
      const there = zone === undefined ? undefined : timeIn(zone, now);
      const text = there ?? `${timeIn('UTC', now)}\nThe time zone of the asker is not known.`;
      return { text, pages: [] };
    },
  });
}

/** For example `Sunday, 22 November 2026 at 09:30:00 GMT+1 (Europe/Berlin)`; `undefined` for a zone that does not exist. */
function timeIn(timeZone: string, now: number): string | undefined {
  try {
    const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'long', timeZone });
    return `${format.format(now)} (${timeZone})`;
  } catch {
    return undefined;
  }
}
