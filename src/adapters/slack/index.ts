import type { PlatformAdapter } from '../../core/ports/platform.ts';
import { createIntake, type Intake, type IntakeOptions } from './connection/intake.ts';
import { createSdkLogger } from './connection/sdk-logger.ts';
import { createReplies, type RepliesOptions } from './incoming/replies.ts';

/** One Slack workspace. */
export interface SlackAdapterOptions extends IntakeOptions, RepliesOptions {}

/** Slack as the app starts and stops it. */
export interface SlackAdapter extends PlatformAdapter, Pick<Intake, 'handleRequest'> {}

/** A stopped adapter. Throws a `FootnoteError` of kind `config` when it has neither an app token nor a signing secret. */
export function createSlackAdapter(options: SlackAdapterOptions): SlackAdapter {
  let started = false;
  const sdkLogger = createSdkLogger(options.logger, () => started);
  const { ports, restore, resume } = createReplies(options, sdkLogger);
  const intake = createIntake(options, ports, sdkLogger);
  return {
    ...intake,
    platform: 'slack',
    restore,
    resume,
    async start() {
      await intake.start();
      started = true;
    },
    async stop() {
      await intake.stop();
      await ports.sessions.settled();
    },
  };
}
