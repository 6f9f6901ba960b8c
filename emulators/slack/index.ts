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
import { createFaults } from '../http/faults.ts';
import { createJournal } from '../http/journal.ts';
import { listenLocally } from '../http/listen.ts';
import { readBody } from '../http/read-body.ts';
import { parseArgs } from './args.ts';
import { createDelivery, type Transport } from './delivery.ts';
import { createEventPublisher } from './events.ts';
import { createHttpTransport, verifyRequestUrl } from './http-events.ts';
import { defaultScopes, installation } from './installation.ts';
import { createInteractions } from './interactions.ts';
import { createChatMethods } from './methods/chat.ts';
import { createConnectionMethods } from './methods/connection.ts';
import { createConversationMethods } from './methods/conversations.ts';
import { createFileMethods } from './methods/files.ts';
import { createPeopleMethods } from './methods/people.ts';
import { createStatusMethods } from './methods/status.ts';
import { createStreamMethods } from './methods/streams.ts';
import { createPeopleActions } from './people-actions.ts';
import { createPosting } from './posting.ts';
import { createRateLimits } from './rate-limits.ts';
import { createResponseUrls } from './response-url.ts';
import { rules } from './rules.ts';
import { createServe } from './serve.ts';
import type { SlackEmulator, SlackEmulatorOptions } from './slack-emulator.ts';
import { createSocketMode } from './socket-mode.ts';
import { createStreams } from './streams.ts';
import { createThreadStatus } from './thread-status.ts';
import { createUploads, uploadedText } from './uploads.ts';
import { createViolations } from './violations.ts';
import { createWebApi } from './web-api.ts';
import { createWorkspace, presetChannels, presetUsers } from './workspace.ts';

export type { Block, VisibleMessage } from './message.ts';
export type { RuleName } from './rules.ts';
export type { SlackEmulator, SlackEmulatorOptions } from './slack-emulator.ts';

/** Starts the emulator. Rejects when the port is taken. */
export async function startSlackEmulator(options: SlackEmulatorOptions = {}): Promise<SlackEmulator> {
  const { now = Date.now, speed = 1, scopes = defaultScopes, historyAccess = 'open' } = options;
  const { subscriptions = ['app_mention', 'message.im'], twinOrder = 'message-first' } = options;
  const stop = new AbortController();
  const journal = createJournal();
  const faults = createFaults();
  const violations = createViolations(now);
  const workspace = createWorkspace(now);
  const status = createThreadStatus(workspace, now);
  const sockets = createSocketMode(() => delivery.flush());
  const uploads = createUploads();
  const stopping = stop.signal;
  let transport: Transport = sockets;
  let failing = false;
  let revoked = false;

  const delivery = createDelivery({
    transport: () => transport,
    ackTimeoutMs: options.ackTimeoutMs ?? rules.lateAck.limit,
    maxRetries: options.maxRetries ?? 3,
    ...{ now, speed, violations, stopping },
  });
  const deliver = delivery.event;
  const events = createEventPublisher({ workspace, subscriptions, scopes, twinOrder, now, deliver });
  const streams = createStreams({ workspace, events, violations, now });
  const posting = createPosting({ workspace, events, scopes, violations });
  const responses = createResponseUrls({
    posting,
    current: ({ channel, ts }) => workspace.messages(channel).find((message) => message.ts === ts),
    ...{ violations, now },
  });
  const { latencyMs = 0 } = options;
  const serve = createServe({ journal, faults, now, stopping, latencyMs, outage: () => failing });

  const server = await listenLocally((request, response) => {
    route(request, response).catch(() => response.destroy());
  }, options.port);
  const url = `http://127.0.0.1:${server.port}`;
  const webApi = createWebApi({
    methods: [
      ...createConnectionMethods(`${url}/`, () => `ws://127.0.0.1:${server.port}${sockets.link()}`),
      ...createPeopleMethods(workspace),
      ...createConversationMethods(workspace, scopes, historyAccess),
      ...createChatMethods({ workspace, posting, status, streams }),
      ...createStreamMethods({ workspace, posting, streams, status }),
      ...createStatusMethods({ workspace, status, subscriptions, scopes }),
      ...createFileMethods(posting, uploads, (id) => `${url}/upload/${id}`),
    ],
    rateLimits: options.rateLimits === false ? undefined : createRateLimits(now, historyAccess),
    revoked: () => revoked,
    ...{ scopes, violations, serve },
  });
  server.server.on('upgrade', sockets.upgrade);

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', url);
    if (pathname.startsWith('/api/')) return webApi(pathname.slice('/api/'.length), request, response);
    if (pathname.startsWith('/response/')) {
      const args = parseArgs(await readBody(request), request.headers['content-type']);
      return serve({ method: 'response_url', args, response, act: () => responses.respond(pathname, args) });
    }
    if (pathname.startsWith('/upload/')) {
      const content = await uploadedText(await readBody(request), request.headers['content-type']);
      const known = uploads.receive(pathname.slice('/upload/'.length), content);
      const answer = { outcome: known ? 'ok' : 'not_found', status: known ? 200 : 404, body: 'OK' };
      return serve({ method: 'upload', args: { content }, response, act: () => answer });
    }
    response.writeHead(404).end();
  }

  function setEventsUrl(eventsUrl: string | undefined): void {
    transport =
      eventsUrl === undefined ? sockets : createHttpTransport(eventsUrl, installation.signingSecret, stopping);
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
    setAdmin: (user, isAdmin) => {
      if (isAdmin) workspace.admins.add(user);
      else workspace.admins.delete(user);
    },
    ...createPeopleActions({ workspace, events, streams, status }),
    ...createInteractions({ workspace, delivery, responses, scopes, url }),
    redeliver: events.redeliver,
    holdEvents: delivery.hold,
    onDelivery: delivery.onSettled,
    messages: workspace.messages,
    thread: workspace.thread,
    ephemerals: (user) =>
      [...workspace.channels.keys()].flatMap(workspace.messages).filter(({ ephemeralTo }) => ephemeralTo === user),
    responses: responses.posted,
    status: status.get,
    session: status.session,
    onChange: workspace.onChange,
    get openStreams() {
      return streams.open();
    },
    violations: violations.list,
    journal,
    faults,
    deliveries: delivery.records,
    get sockets() {
      return sockets.open();
    },
    disconnect: (reason = 'refresh_requested', which = 'all') => sockets.disconnect(reason, which),
    dropSockets: sockets.drop,
    silenceSockets: sockets.silence,
    outage: async (kind) => {
      if (kind === 'errors') {
        failing = true;
        return async () => {
          failing = false;
        };
      }
      sockets.drop();
      await server.refuse();
      return server.resume;
    },
    revokeTokens: () => {
      revoked = true;
    },
    setEventsUrl,
    verifyEventsUrl: (eventsUrl) => verifyRequestUrl(eventsUrl, signingSecret, stopping),
    stop: async () => {
      stop.abort();
      await sockets.close();
      await server.close();
    },
  };
}
