import type { App } from '@slack/bolt';
import { FootnoteError } from '../../../core/errors.ts';
import { fromSlackError } from '../errors.ts';
import type { Connection } from './connection.ts';

/** Checks the token and connects; resolves when events arrive. Throws a `FootnoteError` that names the variable to look at. */
export async function logIn(app: App, connection: Connection): Promise<void> {
  await app.init().catch((thrown: unknown) => {
    throw loginError(thrown, 'SLACK_BOT_TOKEN', 'auth.test');
  });
  await connection.open().catch((thrown: unknown) => {
    throw loginError(thrown, 'SLACK_APP_TOKEN', 'apps.connections.open');
  });
}

/** What to do about a failed start, in one line and without the token. */
function loginError(thrown: unknown, variable: 'SLACK_BOT_TOKEN' | 'SLACK_APP_TOKEN', method: string): FootnoteError {
  const error = fromSlackError(thrown, method);
  const { kind, hint, retryAfterMs } = error;
  if (kind !== 'auth') {
    const message = `Slack did not start: ${error.message} Check the network and SLACK_API_URL.`;
    return new FootnoteError(kind, message, { hint, retryAfterMs, cause: error });
  }
  const right =
    variable === 'SLACK_BOT_TOKEN'
      ? 'it must be the Bot User OAuth Token (xoxb-…) of the installed app'
      : 'it must be an app-level token (xapp-…) with the scope connections:write';
  return new FootnoteError(kind, `${error.message} Check ${variable}: ${right}.`, { cause: error });
}
