import { LogLevel, type Logger as SdkLogger } from '@slack/bolt';
import type { Logger } from '../../../core/ports/system.ts';

/**
 * The SDK's log lines in the operator's log. Its debug lines hold whole envelopes with people's words and are dropped;
 * until `isStarted` its complaints go to `debug`, because a failed start is reported in one line by who started it.
 */
export function createSdkLogger(logger: Logger, isStarted: () => boolean): SdkLogger {
  const line = (words: readonly unknown[]) => words.map(String).join(' ');
  const complain = (level: 'warn' | 'error', words: readonly unknown[]) =>
    logger[isStarted() ? level : 'debug']({ from: 'slack-sdk' }, line(words));
  return {
    debug: () => {},
    info: (...words) => logger.debug({ from: 'slack-sdk' }, line(words)),
    warn: (...words) => complain('warn', words),
    error: (...words) => complain('error', words),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}
