/**
 * A Slack to develop and test on: one workspace on 127.0.0.1 in which an unmodified Bolt app runs, by Socket Mode or by
 * signed HTTP requests. It keeps the truth of what people would see, and refuses what Slack would refuse (`rules.ts`).
 *
 *   const slack = await startSlackEmulator();
 *   const app = new App({
 *     token: slack.botToken, appToken: slack.appToken, socketMode: true, deferInitialization: true,
 *     clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
 *   });
 *   await slack.post({ channel: slack.channels.general, user: slack.users.ada, text: '@footnote hello' });
 *   slack.messages(slack.channels.general);
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createFaults, type Faults } from '../http/faults.ts';
import { createJournal, type Journal } from '../http/journal.ts';
import { listenLocally } from '../http/listen.ts';
import { readBody } from '../http/read-body.ts';
import { parseArgs } from './args.ts';
import { createDelivery, type DeliveryRecord, type Transport } from './delivery.ts';
import { createEventPublisher } from './events.ts';
import { createHttpTransport } from './http-events.ts';
import { defaultScopes, installation } from './installation.ts';
import { type ClickInput, type CommandInput, type CommandResult, createInteractions } from './interactions.ts';
import type { VisibleMessage } from './message.ts';
import { createChatMethods } from './methods/chat.ts';
import { createConnectionMethods } from './methods/connection.ts';
import { createConversationMethods } from './methods/conversations.ts';
import { createPeopleMethods } from './methods/people.ts';
import { createStatusMethods } from './methods/status.ts';
import { createPeopleActions, type PeopleActions } from './people-actions.ts';
import { createPosting } from './posting.ts';
import { createResponseUrls } from './response-url.ts';
import { createServe } from './serve.ts';
import { createSocketMode } from './socket-mode.ts';
import { createThreadStatus } from './thread-status.ts';
import { createWebApi } from './web-api.ts';
import { type Channel, createWorkspace, presetChannels, presetUsers, type SlackChange } from './workspace.ts';

export type { CommandResult } from './interactions.ts';
export type { Block, VisibleMessage } from './message.ts';
export type { SlackChange } from './workspace.ts';

/** How the emulator is started. */
export interface SlackEmulatorOptions {
  /** 0, the default, takes a free port. */
  readonly port?: number | undefined;
  /** Milliseconds since the epoch; the machine's clock by default. */
  readonly now?: (() => number) | undefined;
  /** Where events, commands and interactions are posted to; without it they go to the open sockets. */
  readonly eventsUrl?: string | undefined;
  /** As in a manifest's `bot_events`; `app_mention` and `message.im` by default. */
  readonly subscriptions?: readonly string[] | undefined;
  /** What the bot token was granted; by default all but `chat:write.public`. */
  readonly scopes?: readonly string[] | undefined;
  /** How long an acknowledgement may take; Slack's 3 seconds by default. */
  readonly ackTimeoutMs?: number | undefined;
  /** How often an unacknowledged event is sent again; Slack's 3 times by default. */
  readonly maxRetries?: number | undefined;
}

/** A running emulator. Channels and users are given by their ids; methods that act as a person reject on wrong ids. */
export interface SlackEmulator extends PeopleActions {
  /** The server's address without a slash at the end. */
  readonly url: string;
  /** For `slackApiUrl`; ends in `/api/`. */
  readonly apiUrl: string;
  readonly teamId: string;
  readonly appId: string;
  readonly botId: string;
  readonly botUserId: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  /** Two people, and somebody else's bot, who can post too. */
  readonly users: { readonly ada: string; readonly grace: string; readonly otherBot: string };
  /** Public `general` with the bot, public `random` without it, private `lab` with it. */
  readonly channels: { readonly general: string; readonly random: string; readonly lab: string };
  /** The direct-message channel of a person with the bot. */
  dm(user: string): string;
  /** What is known of a channel now. */
  channel(id: string): Channel | undefined;
  /** Archives a channel, or makes the bot join or leave it. */
  setChannel(id: string, change: { archived?: boolean; botIsMember?: boolean }): void;

  /** Resolves with the acknowledgement, or with the error that Slack would show. */
  command(input: CommandInput): Promise<CommandResult>;
  /** The same for a button of a message. */
  click(input: ClickInput): Promise<CommandResult>;
  /** Sends the events of a message again, marked as a retry. */
  redeliver(ts: string): Promise<void>;

  /** All messages of a channel, replies and ephemeral ones too, in order. */
  messages(channel: string): VisibleMessage[];
  /** A root and its replies, in order. */
  thread(channel: string, rootTs: string): VisibleMessage[];
  /** What only this person sees. */
  ephemerals(user: string): VisibleMessage[];
  /** Messages posted through a `response_url`, as they were first. */
  readonly responses: readonly VisibleMessage[];
  /** The status line under a thread. */
  status(channel: string, threadTs: string): string | undefined;
  /** The state of a thread's agent session. */
  session(channel: string, threadTs: string): string | undefined;
  /** Calls the listener after every visible change, until the returned function is called. */
  onChange(listener: (change: SlackChange) => void): () => void;

  /** Web API calls by method name, and uses of response URLs as `response_url`. */
  readonly journal: Journal;
  /** Faults by the same names. */
  readonly faults: Faults;
  /** Every attempt to deliver an event, a command or an interaction. */
  readonly deliveries: readonly DeliveryRecord[];

  /** How many sockets are open now. */
  readonly sockets: number;
  /** Asks every socket to connect anew, as Slack does every few hours, and closes it. */
  disconnect(): void;
  setEventsUrl(url: string | undefined): void;
  /** Closes everything; what is waiting for the app ends at once. */
  stop(): Promise<void>;
}

/** Starts the emulator. Rejects when the port is taken. */
export async function startSlackEmulator(options: SlackEmulatorOptions = {}): Promise<SlackEmulator> {
  const { now = Date.now, scopes = defaultScopes, subscriptions = ['app_mention', 'message.im'] } = options;
  const stop = new AbortController();
  const journal = createJournal();
  const faults = createFaults();
  const workspace = createWorkspace(now);
  const status = createThreadStatus(workspace, now);
  const sockets = createSocketMode(() => delivery.flush());
  let transport: Transport = sockets;

  const delivery = createDelivery({
    transport: () => transport,
    ackTimeoutMs: options.ackTimeoutMs ?? 3_000,
    maxRetries: options.maxRetries ?? 3,
    now,
    stopping: stop.signal,
  });
  const events = createEventPublisher({ workspace, subscriptions, now, deliver: delivery.event });
  const posting = createPosting(workspace, events, scopes);
  const responses = createResponseUrls(
    posting,
    ({ channel, ts }) => workspace.messages(channel).find((message) => message.ts === ts),
    now,
  );
  const serve = createServe({ journal, faults, now, stopping: stop.signal });

  const { server, port, close } = await listenLocally((request, response) => {
    route(request, response).catch(() => response.destroy());
  }, options.port);
  const url = `http://127.0.0.1:${port}`;
  const webApi = createWebApi({
    methods: new Map([
      ...createConnectionMethods(`${url}/`, () => `ws://127.0.0.1:${port}${sockets.link()}`),
      ...createPeopleMethods(workspace),
      ...createConversationMethods(workspace),
      ...createChatMethods(workspace, posting, status),
      ...createStatusMethods(workspace, status, subscriptions),
    ]),
    scopes,
    serve,
  });
  server.on('upgrade', sockets.upgrade);

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', url);
    if (pathname.startsWith('/api/')) return webApi(pathname.slice('/api/'.length), request, response);
    if (pathname.startsWith('/response/')) {
      const args = parseArgs(await readBody(request), request.headers['content-type']);
      return serve({ method: 'response_url', args, response, act: () => responses.respond(pathname, args) });
    }
    response.writeHead(404).end();
  }

  function setEventsUrl(eventsUrl: string | undefined): void {
    transport =
      eventsUrl === undefined ? sockets : createHttpTransport(eventsUrl, installation.signingSecret, stop.signal);
    delivery.flush();
  }
  setEventsUrl(options.eventsUrl);

  const { teamId, appId, botId, botUserId, botToken, appToken, signingSecret } = installation;
  return {
    ...{ url, apiUrl: `${url}/api/`, teamId, appId, botId, botUserId, botToken, appToken, signingSecret },
    users: { ada: presetUsers.ada.id, grace: presetUsers.grace.id, otherBot: presetUsers.otherBot.id },
    channels: { general: presetChannels.general.id, random: presetChannels.random.id, lab: presetChannels.lab.id },
    dm: (user) => workspace.openDm(user).id,
    channel: (id) => workspace.channels.get(id),
    setChannel: (id, change) => {
      const channel = workspace.channels.get(id);
      if (channel === undefined) throw new Error(`no channel ${id}`);
      workspace.setChannel({ ...channel, ...change });
    },
    ...createPeopleActions(workspace, events),
    ...createInteractions({ workspace, delivery, responses, url }),
    redeliver: events.redeliver,
    messages: workspace.messages,
    thread: workspace.thread,
    ephemerals: (user) =>
      [...workspace.channels.keys()].flatMap(workspace.messages).filter(({ ephemeralTo }) => ephemeralTo === user),
    responses: responses.posted,
    status: status.get,
    session: status.session,
    onChange: workspace.onChange,
    journal,
    faults,
    deliveries: delivery.records,
    get sockets() {
      return sockets.open();
    },
    disconnect: () => sockets.disconnect('refresh_requested'),
    setEventsUrl,
    stop: async () => {
      stop.abort();
      await sockets.close();
      await close();
    },
  };
}
