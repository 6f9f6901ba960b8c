import type { Dispatcher } from 'undici';
import type { FootnoteError } from '../core/errors.ts';
import { readBody, readStart } from './response-body.ts';
import { headerText } from './response-headers.ts';

/** A response with a status of 2xx. Its body must be read, by one of the two ways. */
export interface HttpResponse {
  /** Lower case, without parameters; empty when the service sent none. */
  readonly contentType: string;
  /** The body in pieces. Leaving the loop early destroys the connection. Throws a `FootnoteError`. */
  readonly body: AsyncIterable<Uint8Array>;
  text(): Promise<string>;
  /** The error that a body or a part of it stands for, although the status was 2xx. */
  refusal(status: number, body: string): FootnoteError;
}

/** How a response is read. */
export interface ReadingOptions {
  /** Of the body, decompressed. */
  readonly maxBytes: number;
  readonly toError: (thrown: unknown) => FootnoteError;
  readonly refusal: HttpResponse['refusal'];
  /** Called when nothing more is read. */
  readonly onEnd: () => void;
}

/** Makes a response readable. */
export function openResponse({ headers, body }: Dispatcher.ResponseData, options: ReadingOptions): HttpResponse {
  async function* read(): AsyncGenerator<Uint8Array> {
    try {
      yield* readBody(body, headerText(headers, 'content-encoding'), options.maxBytes);
    } catch (thrown) {
      throw options.toError(thrown);
    } finally {
      options.onEnd();
      body.on('error', () => undefined).destroy();
    }
  }
  const pieces = read();
  return {
    contentType: headerText(headers, 'content-type').split(';', 1).join('').trim().toLowerCase(),
    body: pieces,
    text: () => readStart(pieces, Number.POSITIVE_INFINITY),
    refusal: options.refusal,
  };
}
