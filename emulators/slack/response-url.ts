import { z } from 'zod';
import { blocksArg, flagArg, type RawArgs } from './args.ts';
import type { VisibleMessage } from './message.ts';
import type { Content, Posting } from './posting.ts';
import type { Answer } from './serve.ts';
import { enforce, enforceLimit, SlackError } from './slack-error.ts';
import type { Violations } from './violations.ts';

/** What a `response_url` stands for. */
export interface ResponseContext {
  readonly channel: string;
  /** Who sees ephemeral responses. */
  readonly user: string;
  /** Where an interaction happened. A command has none. */
  readonly origin?: VisibleMessage | undefined;
}

/** The `response_url`s that were given out. */
export interface ResponseUrls {
  /** Messages posted through them, as they were first. */
  readonly posted: readonly VisibleMessage[];
  /** A new one: its path. */
  create(context: ResponseContext): string;
  /** Answers a POST to one. */
  respond(path: string, args: RawArgs): Answer;
  /** Shows an acknowledgement that carries a message. */
  show(context: ResponseContext, payload: RawArgs): void;
}

const responseArgs = z.object({
  text: z.string().optional(),
  blocks: blocksArg,
  response_type: z.enum(['ephemeral', 'in_channel']).default('ephemeral'),
  replace_original: flagArg,
  delete_original: flagArg,
  link_names: flagArg,
  parse: z.string().optional(),
  thread_ts: z.string().optional(),
  unfurl_links: flagArg,
  unfurl_media: flagArg,
});

/** What response URLs need. */
export interface ResponseUrlOptions {
  readonly posting: Posting;
  /** The message of an interaction as it is now. */
  current(message: VisibleMessage): VisibleMessage | undefined;
  readonly violations: Violations;
  readonly now: () => number;
}

/** No URL given out yet. */
export function createResponseUrls({ posting, current, violations, now }: ResponseUrlOptions): ResponseUrls {
  const urls = new Map<string, { readonly context: ResponseContext; readonly createdAt: number; uses: number }>();
  const posted: VisibleMessage[] = [];

  function write(context: ResponseContext, args: z.output<typeof responseArgs>): void {
    const { response_type, replace_original, delete_original, thread_ts: threadTs, ...content } = args;
    // A command has no original: whatever it asks for, Slack posts a new message; slackapi/bolt-js#2287, bolt-python#1268.
    const original = context.origin === undefined ? undefined : current(context.origin);
    if (delete_original === true) {
      if (original !== undefined) posting.remove(original);
      return;
    }
    if (replace_original === true && original !== undefined) {
      posting.update(original, content);
      return;
    }
    post(context, response_type === 'ephemeral' ? context.user : undefined, threadTs, content);
  }

  function post(
    context: ResponseContext,
    ephemeralTo: string | undefined,
    threadTs: string | undefined,
    content: Content,
  ) {
    const { message } = posting.post({ channel: context.channel, threadTs, ephemeralTo }, content);
    posted.push(message);
  }

  function use(path: string, raw: RawArgs): void {
    const url = urls.get(path);
    enforce('responseKnown', url);
    enforceLimit('responseLifeMs', now() - url.createdAt);
    enforceLimit('responseUses', url.uses + 1);
    url.uses += 1;
    const parsed = responseArgs.safeParse(raw);
    enforce('responsePayload', parsed.success, parsed.error?.issues[0]?.message);
    write(url.context, parsed.data);
  }

  return {
    posted,
    create: (context) => {
      const path = `/response/${urls.size + 1}`;
      urls.set(path, { context, createdAt: now(), uses: 0 });
      return path;
    },
    respond: (path, raw) => {
      try {
        violations.during('response_url', () => use(path, raw));
        return { outcome: 'ok', status: 200, body: 'ok' };
      } catch (error) {
        if (!(error instanceof SlackError)) throw error;
        const status = ['used_url', 'expired_url'].includes(error.code) ? 404 : 400;
        return { outcome: error.code, status, body: JSON.stringify({ ok: false, error: error.code }) };
      }
    },
    show: (context, payload) => {
      const parsed = responseArgs.safeParse(payload);
      if (parsed.success && (parsed.data.text !== undefined || parsed.data.blocks !== undefined)) {
        violations.during('acknowledgement', () => write(context, parsed.data));
      }
    },
  };
}
