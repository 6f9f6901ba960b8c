/** Something that the Rei Network's service enforces, or asks not to be done. What it enforces is refused with 400. */
export interface ReiRule {
  /** False where the service takes it and the emulator only records it. */
  readonly refused: boolean;
  /** The last good value. */
  readonly limit?: number;
  /** What breaks it. */
  readonly breach: string;
  /** Where it is known from; `strict reading` where the documentation is silent. */
  readonly source: string;
}

const refused = (breach: string, source: string) => ({ refused: true, breach, source }) as const;
const limit = (most: number, breach: string, source: string) => ({ ...refused(breach, source), limit: most }) as const;

const docs = 'docs.reisearch.box/chat-completion';
const newDocs = 'docs.reilabs.org/v1/chat/completions';
const functions = 'platform.openai.com/docs/guides/function-calling';

/** Every rule of the emulator, by name. */
export const rules = {
  bytes: limit(30_000, 'bytes of a request', 'github.com/crestalnetwork/intentkit: "~30KB API limit"'),
  shape: refused('a request that is not messages and tools as documented, or has another field', docs),
  userFirst: refused('messages that do not begin with a user message', `${newDocs}, strict reading`),
  tools: limit(8, 'tools of a request', `${docs}, strict reading`),
  toolName: limit(64, 'characters of the name of a tool: letters, digits, _ and -', functions),
  toolNames: refused('two tools of the same name', `${functions}, strict reading`),
  toolSchema: refused(
    'a strict tool whose schema leaves a property optional, or takes others than it names',
    `${docs} (strict and additionalProperties of the sample), ${functions}`,
  ),
  callArguments: refused('arguments of a call that are no JSON object', `${functions}, strict reading`),
  callsAnswered: refused('a call without exactly one result after it, or a result of no call before it', functions),
  knownResult: refused('a result, sent without its call, of a call that the service has not made', docs),
  ownAnswer: {
    refused: false,
    breach: 'an answer of the Reigent that is sent back to it',
    source: 'docs.reilabs.org/guides: "Never feed LLM-articulated responses back into the system."',
  },
} as const satisfies Record<string, ReiRule>;

/** The name of a rule. */
export type ReiRuleName = keyof typeof rules;

/** A rule that a request broke, and how. */
export interface ReiViolation {
  readonly rule: ReiRuleName;
  readonly details: string;
}
