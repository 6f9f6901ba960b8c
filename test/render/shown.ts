import { createDiscordRender } from '../../src/adapters/discord/render/render.ts';
import { createSlackRender } from '../../src/adapters/slack/render/render.ts';
import type { Answer } from '../../src/core/answer/answer.ts';
import { type FootnoteList, noFootnotes } from '../../src/core/answer/footnotes.ts';
import type { LinkPolicy } from '../../src/render/gate/links.ts';
import { english } from '../words/english.ts';
import { type Found, readDiscord, type Seen } from './gate/discord-client.ts';
import { readPlainText, readSlack } from './gate/slack-client.ts';

/** One answer on one platform, looked at again and again while it grows. */
export interface Screen {
  /** What stands in the messages: of the answer and its sources, without the small print. */
  show(answer: Answer, earlier?: FootnoteList): readonly string[];
  /** The last answer that was shown, as the platform's client reads it; what is found also in the small print and the notification. */
  seen(): Seen;
}

/** The platforms by name. */
export const screens = {
  Discord: (links: LinkPolicy): Screen => {
    const render = createDiscordRender({ words: english, links, maxMessages: 99_999 });
    let shown: readonly string[] = [];
    let small: readonly string[] = [];
    return {
      show(answer, earlier = noFootnotes) {
        const contents = render(answer, earlier).parts.map(({ content }) => content);
        const last = contents.at(-1) ?? '';
        const at = answer.state === 'working' || answer.endedAt !== undefined ? last.lastIndexOf('-# ') : last.length;
        shown = [...contents.slice(0, -1), last.slice(0, at).replace(/\n$/, '')];
        small = [last.slice(at)];
        return shown;
      },
      seen: readOnce(
        () => [...shown, '', ...small],
        () => {
          const { text, found } = together(shown.map(readDiscord));
          return { text, found: [...found, ...together(small.map(readDiscord)).found] };
        },
      ),
    };
  },
  Slack: (links: LinkPolicy): Screen => {
    const render = createSlackRender({ words: english, links, maxMessages: 99_999 });
    let markdown: readonly string[] = [];
    let plain: readonly string[] = [];
    return {
      show(answer, earlier = noFootnotes) {
        const { parts } = render(answer, earlier);
        const blocks = parts.flatMap((part) => part.blocks);
        markdown = blocks.flatMap((block) => (block.type === 'markdown' ? [block.text] : []));
        const small = blocks.flatMap((block) =>
          block.type === 'context' ? block.elements.map(({ text }) => text) : [],
        );
        plain = [...small, ...parts.map(({ text }) => text)];
        return markdown;
      },
      seen: readOnce(
        () => [...markdown, '', ...plain],
        () => {
          const { text, found } = together(markdown.map(readSlack));
          return { text, found: [...found, ...plain.flatMap(readPlainText)] };
        },
      ),
    };
  },
} as const;

/** Reads only what has changed since it was read last: most of what arrives is waited for. */
function readOnce(texts: () => readonly string[], read: () => Seen): () => Seen {
  let before: string | undefined;
  let seen: Seen = { text: '', found: [] };
  return () => {
    const now = texts().join('\u0000');
    if (now !== before) seen = read();
    before = now;
    return seen;
  };
}

/** The names of the platforms. */
export const platforms = ['Discord', 'Slack'] as const;

/** What nobody sees but a machine may read, but for the spaces without width with which the renderer keeps things apart. */
const unseen = /(?![\t\n])\p{Cc}|[\u00ad\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]|\p{Cs}/gu;

function together(seen: readonly Seen[]): Seen {
  const invisible = seen.flatMap(({ text }) => text.match(unseen) ?? []);
  const hidden = invisible.map((what): Found => ({ kind: 'invisible', what: what.codePointAt(0)?.toString(16) ?? '' }));
  if (hidden.length > 0) return { text: '', found: [...seen.flatMap(({ found }) => found), ...hidden] };
  return { text: seen.map(({ text }) => text).join('\n'), found: seen.flatMap(({ found }) => found) };
}

/** The runs of letters and digits of a text. */
export const wordsIn = (text: string): readonly string[] => text.match(/[\p{L}\p{N}]+/gu) ?? [];

/** Which of the words are not in the text, in their order. */
export function lostWords(words: readonly string[], text: string): readonly string[] {
  const there = wordsIn(text);
  let at = 0;
  return words.filter((word) => {
    const found = there.indexOf(word, at);
    if (found !== -1) at = found + 1;
    return found === -1;
  });
}

/** Whether any policy may let people follow a URL; told apart from the code that decides. */
export function isPublic(text: string): boolean {
  if (!URL.canParse(text) || text.length > 1600) return false;
  const { protocol, username, password, hostname } = new URL(text);
  const labels = hostname.split('.');
  const top = labels.at(-1) ?? '';
  return (
    /^https?:$/.test(protocol) &&
    username + password === '' &&
    labels.length > 1 &&
    /^[a-z]/.test(top) &&
    !['local', 'internal', 'localhost'].includes(top) &&
    // Characters at which one of the platforms would end the URL or the link.
    !/[\s<>()|[\]`"'\\^{}]/.test(text.slice(8))
  );
}
