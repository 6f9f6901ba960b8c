import { z } from 'zod';
import type { Environment } from './environment.ts';
import { baseUrl } from './values.ts';
import { variable } from './variable.ts';

/** Slack, in Socket Mode when there is an app token, otherwise over HTTP with the signing secret; `undefined` when it is off. */
export const slack = z
  .object({
    botToken: variable(
      'SLACK_BOT_TOKEN',
      token(
        'xoxb-',
        'xapp-',
        'holds an app-level token (xapp-…), which belongs in SLACK_APP_TOKEN. The bot token begins with xoxb-.',
        'must begin with xoxb-. Copy the Bot User OAuth Token from "OAuth & Permissions" of your Slack app.',
      ).optional(),
      { secret: 'whole', about: 'Slack: the Bot User OAuth Token (xoxb-…); turns Slack on' },
    ),
    appToken: variable(
      'SLACK_APP_TOKEN',
      token(
        'xapp-',
        'xoxb-',
        'holds a bot token (xoxb-…), which belongs in SLACK_BOT_TOKEN. The app-level token begins with xapp-.',
        'must begin with xapp-. Create an App-Level Token with connections:write under "Basic Information" of your Slack app.',
      ).optional(),
      {
        secret: 'whole',
        about:
          'Slack: the App-Level Token (xapp-…) with connections:write; for Socket Mode, which needs no public address',
      },
    ),
    signingSecret: variable('SLACK_SIGNING_SECRET', z.string().optional(), {
      secret: 'whole',
      about: 'Slack: the signing secret; for HTTP mode (POST /slack/events), used when there is no app token',
    }),
    /** Ends with a slash. */
    apiUrl: variable(
      'SLACK_API_URL',
      baseUrl()
        .transform((url) => `${url}/`)
        .default('https://slack.com/api/'),
      { about: 'Slack: base of the Web API' },
    ),
  })
  .transform(({ botToken, ...rest }) => (botToken ? { botToken, ...rest } : undefined));

/** What Slack lacks of these variables. */
export function missingForSlack(given: Environment): readonly string[] {
  const door = given['SLACK_APP_TOKEN'] ?? given['SLACK_SIGNING_SECRET'];
  if (given['SLACK_BOT_TOKEN'] && !door)
    return [
      'SLACK_APP_TOKEN: is missing. Slack needs it beside SLACK_BOT_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP.',
    ];
  if (door && !given['SLACK_BOT_TOKEN'])
    return ['SLACK_BOT_TOKEN: is missing. Slack needs it beside SLACK_APP_TOKEN or SLACK_SIGNING_SECRET.'];
  return [];
}

/** A token that begins so; `swapped` is how the one begins that it is easily taken for. */
function token(prefix: string, swapped: string, isSwapped: string, isOther: string) {
  return z.string().superRefine((value, ctx) => {
    if (!value.startsWith(prefix)) ctx.addIssue(value.startsWith(swapped) ? isSwapped : isOther);
  });
}
