import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { FootnoteError } from '../core/errors.ts';

const defaultMaxEventBytes = 10_000_000;

/**
 * The server-sent events of a response body, in whatever pieces it arrives. Throws `protocol` when one event grows past
 * `maxEventBytes` (10 MB unless given; counted as UTF-16 code units). An event that the body's end cuts is left out.
 */
export async function* readSse(
  body: AsyncIterable<Uint8Array>,
  maxEventBytes = defaultMaxEventBytes,
): AsyncGenerator<EventSourceMessage> {
  const decoder = new TextDecoder();
  let messages: EventSourceMessage[] = [];
  let tooLong = false;
  const parser = createParser({
    maxBufferSize: maxEventBytes,
    onEvent: (message) => {
      messages.push(message);
    },
    onError: ({ type }) => {
      if (type === 'max-buffer-size-exceeded') tooLong = true;
    },
  });
  for await (const chunk of body) {
    parser.feed(decoder.decode(chunk, { stream: true }));
    const ready = messages;
    messages = [];
    yield* ready;
    if (tooLong) throw new FootnoteError('protocol', `An event of the stream is longer than ${maxEventBytes} bytes.`);
  }
}
