import type { IncomingMessage, ServerResponse } from 'node:http';
import { App } from '@slack/bolt';
import { FootnoteError } from '../../core/errors.ts';
import type { AgentInfo } from '../../core/ports/agent.ts';
import type { Accept, Buttons, Edits, PlatformAdapter, RenderDetails } from '../../core/ports/platform.ts';
import type { ConversationIndex } from '../../core/ports/stores.ts';
import type { Clock, Logger, Metrics } from '../../core/ports/system.ts';
import { encodeConversationKey } from '../../core/question/keys.ts';
import type { EditBudget } from '../../core/reply/edit-budget.ts';
import { acknowledgingLate } from './connection/acknowledging-late.ts';
import type { Connection } from './connection/connection.ts';
import { createHttpConnection } from './connection/http-connection.ts';
import { createSdkLogger } from './connection/sdk-logger.ts';
import { createSocketConnection } from './connection/socket-connection.ts';
import { slackError } from './errors.ts';
import { parseAmendment, type SlackAmendment } from './inbound/edit.ts';
import { messageIdentity } from './inbound/identity.ts';
import {
  parseMessage,
  parsePress,
  parseSlashCommand,
  parseStoppedSession,
  readSaid,
  slashCommand,
} from './inbound/inbound.ts';
import {
  type CreateSlackRender,
  commandIncoming,
  messageIncoming,
  reopenThread,
  threadAlias,
} from './incoming/incoming.ts';
import { pressedButton, sessionStopper } from './incoming/pressed-button.ts';
import { createSlackApi } from './outbound/api.ts';
import { callTimeoutMs } from './outbound/limits.ts';
import { createSessions } from './outbound/sessions.ts';
import { actionPrefix } from './render/buttons.ts';
import type { SlackPart } from './render/render.ts';

/** One Slack workspace. */
export interface SlackAdapterOptions {
  readonly botToken: string;
  /** Socket Mode when given. */
  readonly appToken?: string | undefined;
  /** HTTP mode when there is no app token. */
  readonly signingSecret?: string | undefined;
  /** The base of the Web API. */
  readonly apiUrl: string;
  /** All that can have a command, whether or not they are set up. */
  readonly agents: readonly AgentInfo[];
  readonly accept: Accept;
  /** Takes what people edit and delete. */
  readonly edits: Edits;
  /** Takes what people press. */
  readonly buttons: Buttons;
  readonly renderDetails: RenderDetails<SlackPart>;
  readonly createRender: CreateSlackRender;
  readonly index: ConversationIndex;
  /** Shared by everything that writes to Slack. */
  readonly budget: EditBudget;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Pick<Metrics, 'connectionOpened' | 'connectionLost'>;
}

/** Slack as the app starts and stops it. */
export interface SlackAdapter extends PlatformAdapter {
  /** In HTTP mode: takes the requests to `POST /slack/events`. */
  readonly handleRequest?: (request: IncomingMessage, response: ServerResponse) => void;
}

/** A stopped adapter. Throws a `FootnoteError` of kind `config` when it has neither an app token nor a signing secret. */
export function createSlackAdapter(options: SlackAdapterOptions): SlackAdapter {
  const { botToken, apiUrl, agents, accept, edits, buttons, index, logger } = options;
  let started = false;
  const sdkLogger = createSdkLogger(logger, () => started);
  const api = createSlackApi({ botToken, apiUrl, logger: sdkLogger });
  const sessions = createSessions({ ...options, api });
  const ports = { ...options, api, sessions };
  const connection = createConnection();

  function createConnection(): Connection {
    const { appToken, signingSecret } = options;
    if (appToken) return createSocketConnection({ ...options, appToken, sdkLogger });
    if (signingSecret) return createHttpConnection({ ...options, signingSecret, sdkLogger });
    throw new FootnoteError('config', 'Slack needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP).');
  }

  const app = new App({
    token: botToken,
    receiver: acknowledgingLate(connection.receiver),
    deferInitialization: true,
    convoStore: false,
    logger: sdkLogger,
    clientOptions: {
      slackApiUrl: apiUrl,
      timeout: callTimeoutMs,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
    },
  });
  app.error(async (error) => {
    logger.error({ err: error }, 'An event from Slack could not be handled.');
    // What is not acknowledged is delivered again.
    throw error;
  });
  app.event('app_mention', ({ body, context }) => hear(body, context.botUserId));
  app.event('message', ({ body, context }) => hear(body, context.botUserId));
  app.event('agent_session_stopped', ({ body }) => stopSession(body));
  app.action(new RegExp(`^${actionPrefix}`), async ({ ack, body }) => {
    await ack();
    const said = parsePress(body);
    if (said) await buttons.press(pressedButton(said, ports));
  });
  for (const agent of agents)
    app.command(slashCommand(agent), async ({ ack, body }) => {
      const said = parseSlashCommand(body, agents);
      if (said) await accept(commandIncoming(said, ports));
      await ack();
    });

  async function amend(amendment: SlackAmendment): Promise<void> {
    if (amendment.type === 'edited') return edits.edited(messageIncoming(amendment.said, ports));
    const { team, channel, ts } = amendment;
    const questionId = messageIdentity(team, channel, ts);
    await edits.deleted({ platform: 'slack', channel, messageId: ts, questionId });
  }

  async function hear(body: unknown, botUserId = ''): Promise<void> {
    const amendment = parseAmendment(body, botUserId);
    if (amendment) return amend(amendment);
    const said = parseMessage(body, botUserId);
    if (!said) return;
    const { kind, team, channel, threadTs } = said;
    if (kind === 'follow-up' && !(threadTs && (await index.find(threadAlias(team, channel, threadTs))))) return;
    await accept(messageIncoming(said, ports));
  }

  async function stopSession(body: unknown): Promise<void> {
    const stopped = parseStoppedSession(body);
    if (!stopped) return;
    const { team, channel, threadTs } = stopped;
    const conversation = encodeConversationKey({ platform: 'slack', workspace: team, channel, thread: threadTs });
    await buttons.stopConversation(conversation, sessionStopper(stopped, ports));
    await sessions.endIdle(stopped);
  }

  return {
    platform: 'slack',
    async start() {
      await app.init().catch((thrown: unknown) => {
        throw refusedStart(thrown, 'SLACK_BOT_TOKEN', 'auth.test');
      });
      await connection.open().catch((thrown: unknown) => {
        throw refusedStart(thrown, 'SLACK_APP_TOKEN', 'apps.connections.open');
      });
      started = true;
    },
    restore(text) {
      const found = readSaid(text);
      if (found?.type === 'message') return messageIncoming(found.said, ports);
      return found && commandIncoming(found.said, ports);
    },
    resume: (address, questionId) => reopenThread(address, questionId, ports),
    connected: () => connection.isOpen(),
    heardAt: () => connection.heardAt(),
    reconnect: () => connection.reopen(),
    pause: () => connection.close(),
    async stop() {
      await connection.close();
      await sessions.settled();
    },
    ...(connection.handleRequest ? { handleRequest: connection.handleRequest } : {}),
  };
}

/** What to do about a failed start, in one line and without the token. */
function refusedStart(thrown: unknown, variable: 'SLACK_BOT_TOKEN' | 'SLACK_APP_TOKEN', method: string): FootnoteError {
  const error = slackError(thrown, method);
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
