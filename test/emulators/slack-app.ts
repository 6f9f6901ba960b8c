import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { type SlackEmulator, type SlackEmulatorOptions, startSlackEmulator } from '../../emulators/slack/index.ts';

/** A Bolt app on an emulator. */
export interface Rig {
  readonly slack: SlackEmulator;
  readonly app: App;
  stop(): Promise<void>;
}

const quiet = { logLevel: LogLevel.ERROR } as const;

/** Starts an emulator and an app that is connected to it by Socket Mode. `listen` adds the app's listeners. */
export async function startSocketRig(listen: (app: App) => void, options: SlackEmulatorOptions = {}): Promise<Rig> {
  const slack = await startSlackEmulator(options);
  const clientOptions = { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true };
  const receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    clientPingTimeout: 100,
    installerOptions: { clientOptions },
    ...quiet,
  });
  const app = new App({ receiver, token: slack.botToken, deferInitialization: true, clientOptions, ...quiet });
  app.error(async () => undefined);
  await app.init();
  listen(app);
  await app.start();
  return {
    slack,
    app,
    stop: async () => {
      await app.stop();
      await slack.stop();
    },
  };
}

/** The same with signed HTTP requests. */
export async function startHttpRig(listen: (app: App) => void, options: SlackEmulatorOptions = {}): Promise<Rig> {
  const slack = await startSlackEmulator(options);
  const clientOptions = { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } };
  const receiver = new HTTPReceiver({ signingSecret: slack.signingSecret, port: 0, ...quiet });
  const app = new App({ receiver, token: slack.botToken, deferInitialization: true, clientOptions, ...quiet });
  await app.init();
  listen(app);
  const address = (await receiver.start(0)).address();
  if (address === null || typeof address === 'string') throw new Error('the receiver has no port');
  slack.setEventsUrl(`http://127.0.0.1:${address.port}/slack/events`);
  return {
    slack,
    app,
    stop: async () => {
      await app.stop();
      await slack.stop();
    },
  };
}
