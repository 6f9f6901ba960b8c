import { z } from 'zod';
import { FootnoteError } from '../../../core/errors.ts';
import { parseJson } from '../../../core/parse-json.ts';
import { codeError, fromSlackError, statusError } from '../errors.ts';
import type { SlackPart } from '../render/render.ts';
import { callTimeoutMs, maxResponseUrlUses } from './limits.ts';

/** What can be sent to a `response_url`. */
export interface UrlMessage {
  /** Who sees it: the person who sent the command, or the channel. */
  readonly response_type: 'ephemeral' | 'in_channel';
  readonly text: string;
  readonly blocks?: SlackPart['blocks'];
  /** The thread it goes to; a message that answers a button would stand outside it. */
  readonly thread_ts?: string | undefined;
}

/** The address to which a slash command is answered where the bot is no member, and a pressed button everywhere: five messages within 30 minutes. */
export interface ResponseUrl {
  usesLeft(): number;
  /** Throws a `FootnoteError`. A use counts even when no answer came, for Slack may have counted it. */
  send(message: UrlMessage): Promise<void>;
}

const refusal = z.object({ ok: z.literal(false), error: z.string() });

/** A fresh `response_url` as it came with the command or the press. */
export function createResponseUrl(url: string): ResponseUrl {
  const call = 'the response_url';
  let used = 0;
  return {
    usesLeft: () => Math.max(0, maxResponseUrlUses - used),
    async send(message) {
      used += 1;
      const { response, body } = await request(url, message).catch((thrown: unknown) => {
        throw fromSlackError(thrown, call);
      });
      if (response.status === 429) {
        used -= 1;
        const retryAfterMs = Number(response.headers.get('retry-after') ?? 1) * 1000;
        throw new FootnoteError('rate-limited', `Slack limits ${call}.`, { retryAfterMs });
      }
      const refused = refusal.safeParse(parseJson(body));
      if (refused.success) throw codeError(refused.data.error, call);
      if (!response.ok) throw statusError(response.status, call);
    },
  };
}

async function request(url: string, message: UrlMessage): Promise<{ response: Response; body: string }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...message, replace_original: false, unfurl_links: false, unfurl_media: false }),
    redirect: 'error',
    signal: AbortSignal.timeout(callTimeoutMs),
  });
  return { response, body: await response.text() };
}
