import type { AskedQuestion, History, ShownMessage } from './history.ts';
import { isFooterAlone, looksComplete, saysWhatItLacks, segmentsIn } from './looks.ts';

/** What was promised and did not come true. */
export type Broken =
  /** The bot had taken a question that got no reply and no refusal. */
  | 'lost'
  /** A question has two replies, or one text twice. */
  | 'doubled'
  /** A reply looks as if the bot were still at work. */
  | 'stuck'
  /** A question of a conversation was asked or answered before an earlier one. */
  | 'out of order'
  /** The agent was asked twice. */
  | 'charged twice'
  /** An answer that claims to be whole lacks text. */
  | 'cut'
  /** A rule of a platform or of the agent that a careful bot keeps. */
  | 'rule'
  /** The bot ended by itself. */
  | 'crashed';

/** One broken promise. */
export interface Finding {
  readonly broken: Broken;
  /** The question's marker; empty where no single question is concerned. */
  readonly marker: string;
  /** What was seen. */
  readonly seen: string;
}

/** Compares what the emulators know with what is promised. No finding: every promise was kept. */
export function judge(history: History): readonly Finding[] {
  const { replies, left } = assign(history);
  const requests = history.requests.filter(({ refused }) => !refused);
  const refusals = [...history.refusals];

  /** A refusal does not say what it refuses, but it stands in the channel of one question, and comes after it. */
  function takeRefusal({ channel, askedAt }: AskedQuestion): boolean {
    const index = refusals.findIndex((refusal) => refusal.channel === channel && refusal.at >= askedAt);
    if (index !== -1) refusals.splice(index, 1);
    return index !== -1;
  }

  return [
    ...left.map(({ conversation, text }) =>
      found('doubled', '', `one reply too many in ${conversation}: ${quote(text)}`),
    ),
    ...history.questions.flatMap((question) => {
      const reply = replies.get(question.marker) ?? [];
      const times = requests.filter(({ marker }) => marker === question.marker).length;
      return [
        ...(reply.length > 0 ? judgeReply(history, question, reply) : []),
        ...(reply.length === 0 && question.accepted === 'yes' && !takeRefusal(question)
          ? [found('lost', question.marker, `no reply in ${question.conversation}`)]
          : []),
        ...(times > 1 ? [found('charged twice', question.marker, `${times} requests to the agent`)] : []),
      ];
    }),
    ...judgeOrder(history, replies),
    ...history.brokenRules.map((seen) => found('rule', '', seen)),
    ...history.crashes.map((seen) => found('crashed', '', seen)),
  ];
}

type Replies = ReadonlyMap<string, readonly ShownMessage[]>;

const found = (broken: Broken, marker: string, seen: string): Finding => ({ broken, marker, seen });
const quote = (text: string) => JSON.stringify(text.length > 160 ? `${text.slice(0, 160)}…` : text);
const quoteEnd = (text: string) => JSON.stringify(text.length > 160 ? `…${text.slice(-160)}` : text);

/** Whose reply each message is. Those that do not say it are, in order, the replies to the questions that have none. */
function assign({ questions, messages }: History): { replies: Replies; left: readonly ShownMessage[] } {
  const replies = new Map<string, ShownMessage[]>();
  const give = (marker: string, message: ShownMessage) =>
    replies.set(marker, [...(replies.get(marker) ?? []), message]);
  const anonymous: ShownMessage[] = [];
  for (const message of messages) {
    const marker = message.marker ?? segmentsIn(message.text)[0]?.marker;
    if (marker === undefined) anonymous.push(message);
    else give(marker, message);
  }
  const left: ShownMessage[] = [];
  for (const [conversation, unnamed] of Map.groupBy(anonymous, (message) => message.conversation)) {
    // Where no thread is possible, a reply can stand in the channel itself.
    const here = questions.filter((one) => one.conversation === conversation || one.channel === conversation);
    // The end of a long answer can be a message of its own: it names nobody, and claims to be whole without any text.
    const whole = unnamed.filter(({ text }) => looksComplete(text));
    const others = unnamed.filter((message) => !whole.includes(message));
    const unanswered = likely(
      here.filter(({ marker }) => !replies.has(marker)),
      others.length,
    );
    const rest = others.slice(unanswered.length);
    for (const [index, message] of others.slice(0, unanswered.length).entries()) {
      const question = unanswered[index];
      if (question) give(question.marker, message);
    }
    for (const end of [...whole, ...rest]) {
      const unended =
        here.find(({ marker }) => {
          const reply = replies.get(marker) ?? [];
          return reply.length > 0 && reply.every(({ endedAt }) => endedAt === undefined);
        }) ??
        // What an answer lacks can fill its last message, so that the last line comes below it.
        here.find(({ marker }) => {
          const reply = replies.get(marker) ?? [];
          return reply.length > 0 && !reply.some(({ text }) => /Reka Research · /.test(text));
        });
      if (unended && end.endedAt !== undefined) give(unended.marker, end);
      else left.push(end);
    }
  }
  return { replies, left };
}

/** As many of the questions as there are replies, in order: those that the bot took for sure before those that it perhaps took. */
function likely(questions: readonly AskedQuestion[], replies: number): readonly AskedQuestion[] {
  const ranks = { yes: 0, perhaps: 1, no: 2 } as const;
  const chosen = questions.toSorted((one, other) => ranks[one.accepted] - ranks[other.accepted]).slice(0, replies);
  return questions.filter((question) => chosen.includes(question));
}

function judgeReply(history: History, { marker }: AskedQuestion, reply: readonly ShownMessage[]): readonly Finding[] {
  const findings: Finding[] = [];
  const parts = reply.flatMap(({ part }) => (part === undefined ? [] : [`part ${part}`]));
  const segments = reply.flatMap(({ text }) => segmentsIn(text)).filter((one) => one.marker === marker);
  const numbers = segments.map(({ segment }) => segment);
  const strangers = reply.flatMap(({ text }) => segmentsIn(text)).filter((one) => one.marker !== marker);
  for (const twice of [...repeated(parts), ...repeated(numbers.map((number) => `segment ${number}`))])
    findings.push(found('doubled', marker, `${twice} stands there twice, in ${reply.length} messages`));
  for (const { saidBefore, text } of reply) {
    if (saidBefore !== undefined)
      findings.push(found('doubled', marker, `after its end, ${quoteEnd(saidBefore)}, it became ${quoteEnd(text)}`));
  }
  const ends = reply.filter(({ endedAt }) => endedAt !== undefined);
  const footers = ends.filter(({ text }) => isFooterAlone(text)).length;
  if (footers > 1 || ends.length - footers > 1)
    findings.push(found('doubled', marker, `it ends ${ends.length} times: ${quote(ends[0]?.text ?? '')}`));
  if (strangers.length > 0) findings.push(found('doubled', marker, `its reply holds text of ${strangers[0]?.marker}`));
  if (!reply.some(({ endedAt }) => endedAt !== undefined))
    findings.push(found('stuck', marker, quote(reply.at(-1)?.text ?? '')));
  const wanted = history.segments.get(marker) ?? 0;
  const isWhole = reply.some(({ text }) => looksComplete(text)) && !reply.some(({ text }) => saysWhatItLacks(text));
  if (isWhole && new Set(numbers).size < wanted)
    findings.push(found('cut', marker, `${new Set(numbers).size} of ${wanted} segments, and no word about it`));
  return findings;
}

function repeated(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, at) => names.indexOf(name) !== at))];
}

/** In each conversation, the agent is asked and the replies end in the order in which the questions arrived. */
function judgeOrder({ questions, requests }: History, replies: Replies): readonly Finding[] {
  const conversations = Map.groupBy(
    questions.filter(({ arrival }) => arrival !== undefined),
    ({ conversation }) => conversation,
  );
  return [...conversations.values()].flatMap((unsorted) => {
    const sorted = unsorted.toSorted((one, other) => (one.arrival ?? 0) - (other.arrival ?? 0));
    const askedAt = ({ marker }: AskedQuestion) => {
      const index = requests.findIndex((request) => request.marker === marker);
      return index === -1 ? undefined : index;
    };
    const endedAt = ({ marker }: AskedQuestion) => {
      const ends = (replies.get(marker) ?? []).flatMap((message) => message.endedAt ?? []);
      return ends.length === 0 ? undefined : Math.min(...ends);
    };
    return [...inversions(sorted, askedAt, 'was asked'), ...inversions(sorted, endedAt, 'ended')];
  });
}

function inversions(
  sorted: readonly AskedQuestion[],
  value: (question: AskedQuestion) => number | undefined,
  what: string,
): readonly Finding[] {
  const known = sorted.flatMap((question) => {
    const at = value(question);
    return at === undefined ? [] : [{ question, at }];
  });
  return known.flatMap(({ question, at }, index) => {
    const before = known[index - 1];
    if (!before || before.at <= at) return [];
    const seen = `${what} before ${before.question.marker}, which had arrived earlier in ${question.conversation}`;
    return [found('out of order', question.marker, seen)];
  });
}
