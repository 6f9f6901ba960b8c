import { webApi } from '@slack/bolt';
import type { SlackEmulator } from '../../emulators/slack/index.ts';

const ignore = () => undefined;
/** For Slack's SDK: the faults of these tests are nobody's news. */
export const silent = {
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
  setLevel: ignore,
  getLevel: () => webApi.LogLevel.ERROR,
  setName: ignore,
};

/** Slack's own client on an emulator. It neither repeats a call nor waits for a limit. */
export function createSlackClient(slack: SlackEmulator, token = slack.botToken): webApi.WebClient {
  return new webApi.WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: silent,
  });
}

/** A `response_url` did not take what was sent. */
export class ResponseRefused extends Error {
  override readonly name = 'ResponseRefused';
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** The error code that a call is refused with; `undefined` when it goes through. */
export async function refusal(call: Promise<unknown>): Promise<string | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    if (error instanceof webApi.WebAPIPlatformError) return error.data.error;
    if (error instanceof webApi.WebAPIRateLimitedError) return 'ratelimited';
    if (error instanceof ResponseRefused) return error.code;
    throw error;
  }
}
