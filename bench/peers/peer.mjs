/** What every peer shares: the agent's stream, read as simply as it can be, and the calls of the benchmark. */
import { answerCalls } from '../child-calls.ts';

/** Where the emulators are. */
export const addresses = JSON.parse(process.env.BENCH_ADDRESSES ?? '{}');

const outcomes = new Map();

function outcomeOf(number) {
  const known = outcomes.get(number);
  if (known) return known;
  const outcome = Promise.withResolvers();
  // What nobody waits for yet is no unhandled rejection.
  outcome.promise.catch(() => {});
  outcomes.set(number, outcome);
  return outcome;
}

/** Answers a question with `show`, which gets the agent's text as it arrives, and tells the benchmark when that is done. */
export async function answer(question, show) {
  const outcome = outcomeOf(Number(/#(\d+)/.exec(question)?.[1]));
  try {
    await show(agentText(question));
    outcome.resolve();
  } catch (thrown) {
    outcome.reject(thrown);
  }
}

/** Asks the agent and yields its text. */
async function* agentText(question) {
  const response = await fetch(`${addresses.reka.url}/chat/completions`, {
    method: 'POST',
    headers: { authorization: 'Bearer emulated', 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'reka-flash-research',
      stream: true,
      messages: [{ role: 'user', content: question }],
    }),
  });
  let rest = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const events = (rest + chunk).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      const data = event.replace(/^data: /, '');
      if (data === '[DONE]') return;
      const text = JSON.parse(data).choices[0]?.delta?.content;
      if (text) yield text;
    }
  }
}

/** Says that the peer is connected. `more`: further calls by name. */
export function ready(more = {}) {
  answerCalls({
    ready: () => true,
    cpuMs: () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    },
    answered: ({ number }) => outcomeOf(number).promise.then(() => true),
    ...more,
  });
}
