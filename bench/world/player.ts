import type { RekaEmulatorOptions, RekaRequest, RekaScript } from '../../emulators/reka/index.ts';
import { itemsBeforeText, type StreamSpec, scriptOf } from '../stream.ts';

/** When the parts of one stream were sent, in milliseconds of the machine's monotonic clock. */
export interface Playing {
  /** One time for each delta of text that was sent. */
  readonly deltas: number[];
  /** When the last item, the citations, was sent; `undefined` before. */
  endedAt: number | undefined;
}

/** Plays streams on time and writes down when each delta was sent. */
export interface Player {
  /** For the emulator of Reka. */
  readonly sleep: NonNullable<RekaEmulatorOptions['sleep']>;
  readonly choose: (request: RekaRequest) => RekaScript;
  /** Prepares the stream that answers the question with this number. */
  prepare(number: number, spec: StreamSpec): Playing;
}

interface Track {
  readonly playing: Playing;
  readonly lastItem: number;
  readonly firstDelta: number;
  startedAt: number;
  dueMs: number;
  items: number;
}

/** A player with no streams. Every question names its stream by `#number`. */
export function createPlayer(): Player {
  const prepared = new Map<number, { script: RekaScript; track: Track }>();
  const tracks = new WeakMap<AbortSignal, Track>();
  let chosen: Track | undefined;

  return {
    prepare(number, spec) {
      const script = scriptOf(spec);
      const playing: Playing = { deltas: [], endedAt: undefined };
      const lastItem = script.kind === 'answer' ? script.items.length : 0;
      const track = { playing, lastItem, firstDelta: itemsBeforeText + 1, startedAt: 0, dueMs: 0, items: 0 };
      prepared.set(number, { script, track });
      return playing;
    },
    choose({ question }) {
      const stream = prepared.get(Number(/#(\d+)/.exec(question)?.[1]));
      if (!stream) return { kind: 'response', status: 404 };
      chosen = stream.track;
      return stream.script;
    },
    // The emulator waits once before a script and once before each of its items, always with the request's signal.
    async sleep(ms, signal) {
      const track = tracks.get(signal) ?? chosen;
      if (!track) return;
      if (!tracks.has(signal)) {
        tracks.set(signal, track);
        track.startedAt = performance.now();
      }
      track.dueMs += ms;
      const waitMs = track.startedAt + track.dueMs - performance.now();
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
      const at = performance.now();
      if (track.items >= track.firstDelta && track.items < track.lastItem) track.playing.deltas.push(at);
      if (track.items === track.lastItem) track.playing.endedAt = at;
      track.items += 1;
    },
  };
}
