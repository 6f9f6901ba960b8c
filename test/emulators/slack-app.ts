import { App, HTTPReceiver, SocketModeReceiver } from '@slack/bolt';
import { type SlackEmulator, type SlackEmulatorOptions, startSlackEmulator } from '../../emulators/slack/index.ts';
import { silent } from './slack-client.ts';

/** A Bolt app on an emulator. */
export interface Rig {
  readonly slack: SlackEmulator;
  readonly app: App;
  /** In HTTP mode, where events are posted to. */
  readonly eventsUrl?: string;
  stop(): Promise<void>;
}

/** An app that is connected to an emulator by Socket Mode. `listen` adds the app's listeners. */
export async function connectApp(slack: SlackEmulator, listen: (app: App) => void): Promise<App> {
  const clientOptions = { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true };
  const receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    clientPingTimeout: 100,
    installerOptions: { clientOptions },
    logger: silent,
  });
  const app = new App({ receiver, token: slack.botToken, deferInitialization: true, clientOptions, logger: silent });
  app.error(async () => undefined);
  await app.init();
  listen(app);
  await app.start();
  return app;
}

/** Starts an emulator and an app that is connected to it by Socket Mode. */
export async function startSocketRig(listen: (app: App) => void, options: SlackEmulatorOptions = {}): Promise<Rig> {
  const slack = await startSlackEmulator(options);
  const app = await connectApp(slack, listen);
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
  const receiver = new HTTPReceiver({ signingSecret: slack.signingSecret, port: 0, logger: silent });
  const app = new App({ receiver, token: slack.botToken, deferInitialization: true, clientOptions, logger: silent });
  await app.init();
  listen(app);
  const address = (await receiver.start(0)).address();
  if (address === null || typeof address === 'string') throw new Error('the receiver has no port');
  const eventsUrl = `http://127.0.0.1:${address.port}/slack/events`;
  slack.setEventsUrl(eventsUrl);
  return {
    slack,
    app,
    eventsUrl,
    stop: async () => {
      await app.stop();
      await slack.stop();
    },
  };
}
