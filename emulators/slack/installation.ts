/** The one app that is installed in the emulated workspace, and what it was given. */
export const installation = {
  teamId: 'T0FOOTNOTE',
  teamName: 'Footnote emulator',
  teamDomain: 'footnote-emulator',
  appId: 'A0FOOTNOT',
  botId: 'B0FOOTNOT',
  botUserId: 'U0FOOTNOT',
  botName: 'footnote',
  botToken: 'xoxb-footnote-emulator',
  appToken: 'xapp-footnote-emulator',
  signingSecret: 'footnote-emulator-signing-secret',
  verificationToken: 'footnote-emulator-verification',
} as const;

/** What the bot token may do unless the `scopes` option says otherwise: everything the emulated methods need, without `chat:write.public`. */
export const defaultScopes: readonly string[] = [
  'app_mentions:read',
  'assistant:write',
  'channels:history',
  'channels:read',
  'chat:write',
  'commands',
  'files:write',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'mpim:history',
  'mpim:read',
  'reactions:write',
  'users:read',
];
