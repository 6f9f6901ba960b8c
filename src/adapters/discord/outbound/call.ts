import { RateLimitError, type REST, type RequestData } from 'discord.js';
import { FootnoteError } from '../../../core/errors.ts';
import { fromDiscordError, timedOut } from '../errors.ts';
import { longestWindowMs, requestTimeoutMs } from './limits.ts';

/** The usual window of a limit on writes. */
const afterClockMs = 5000;

/** Makes one request within its time. Throws a `FootnoteError`. */
export type Call = <T>(request: (options: RequestData) => Promise<T>) => Promise<T>;

/** Makes the function through which every request of a manager goes. */
export function createCall(rest: REST): Call {
  return async (request) => {
    // The manager's own timeout covers neither its queue nor the body of a response.
    const signal = AbortSignal.timeout(requestTimeoutMs + 2_000);
    try {
      return await request({ signal });
    } catch (error) {
      if (error instanceof RateLimitError && error.timeToReset > longestWindowMs) {
        // What discord.js knows of the limits comes from before the clock was set: Discord tells it anew.
        rest.handlers.clear();
        throw new FootnoteError('rate-limited', 'The clock was set back while Discord limited a call.', {
          retryAfterMs: afterClockMs,
        });
      }
      throw signal.aborted ? timedOut() : fromDiscordError(error);
    }
  };
}
