import type { OptionName } from '../../core/question/parse-options.ts';
import type { CommandWords, PlaceWords } from '../words.ts';
import type { AgentNames } from './agent-names.ts';

/** How commands are described. */
export function commandWords(agents: AgentNames): CommandWords {
  return {
    ask: (agent) => `Ask ${agents.label(agent)}: an answer with footnotes`,
    help: 'What this bot does, who answers, what it remembers and how to remove it',
    question: 'What you want to know; or help, forget',
    options,
  };
}

const options: Readonly<Record<OptionName, string>> = {
  depth: 'How deep to think; deep and deepest take longer, cost more and show no text before the end',
  only: 'Search these domains alone, with commas: europa.eu,gov.uk',
  except: 'Search everything but these domains, with commas: example.com',
  near: 'Where you are, ending with the country or time zone: New York, NY, US',
  searches: 'How many searches at most',
  'no-web': 'Answer from what the model knows, without the web',
  template: 'Structure the answer',
};

/** What a platform's own rules make the bot say. */
export function placeWords({ known }: AgentNames): PlaceWords {
  const [first] = known;
  const command = first ? `, or use \`/${first.command}\`` : '';
  return {
    someone: 'someone',
    channel: 'channel',
    thread: 'Question',
    somebody: 'Somebody',
    asked: (who, question) => `${who} asked: ${question}`,
    answerFollows: 'Researching… The answer will follow here as a new message.',
    unreadableReply: `I cannot read this reply: Discord shows me only messages that mention me by name. Please mention me in it${command}.`,
  };
}
