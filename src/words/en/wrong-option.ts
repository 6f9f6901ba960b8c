import {
  depths,
  maxDomains,
  maxSearches,
  type OptionName,
  type OptionProblem,
} from '../../core/question/parse-options.ts';
import type { AgentName } from '../../core/question/question.ts';
import { shorten } from '../../core/shorten.ts';
import { type AgentNames, sentence } from './agent-names.ts';
import { allOf, anyOf } from './amounts.ts';

const maxCode = 60;

/** A person's own words or an option's form, as code: nothing in them can link or mark up. */
function code(text: string): string {
  return `\`${shorten(text.replace(/[`\s]+/g, ' ').trim(), maxCode)}\``;
}

const forms: Readonly<Record<OptionName, string>> = {
  depth: 'depth:deep',
  only: 'only:europa.eu,gov.uk',
  except: 'except:example.com',
  near: 'near:"New York, NY, US"',
  searches: 'searches:5',
  'no-web': 'no-web',
  template: 'template:name',
};

function wrongValue(option: OptionName, takes: string, value: string): string {
  const given = value === '' ? 'after it stands nothing' : `${code(value)} does not fit`;
  return `${code(`${option}:`)} takes ${takes}, like ${code(forms[option])}; ${given}.`;
}

function notFor(agent: AgentName, agents: AgentNames): string {
  const own = agents.find(agent)?.options ?? [];
  if (own.length > 0)
    return `${sentence(agents.the(agent))} takes ${allOf(own.map((name) => code(name === 'no-web' ? name : `${name}:`)))} only.`;
  const takers = agents.known.filter(({ options }) => options.length > 0).map(({ label }) => label);
  const others = takers.length > 0 ? `Options are for ${allOf(takers)} only.` : 'There are no options here.';
  return `${others} Ask ${agents.the(agent)} without them.`;
}

/** Why options cannot be used, and the right form. */
export function whatIsWrong(problem: OptionProblem, agents: AgentNames): string {
  switch (problem.kind) {
    case 'depth':
      return wrongValue('depth', anyOf(depths.map(code)), problem.value);
    case 'domain':
      return wrongValue(problem.option, 'domains with commas between them', problem.value);
    case 'too-many-domains':
      return `${code(`${problem.option}:`)} takes at most ${maxDomains} domains.`;
    case 'place':
      return wrongValue('near', 'a place with its country or time zone, in quotes if it has spaces', problem.value);
    case 'country':
      return `${code(problem.value)} is no country code. ${code('near:')} takes the two letters of ISO 3166 at the end, like ${code(forms.near)} or ${code('near:London,GB')}.`;
    case 'time-zone':
      return `${code(problem.value)} is no time zone. ${code('near:')} takes one by its IANA name, like ${code('near:Berlin,DE,Europe/Berlin')}.`;
    case 'searches':
      return wrongValue('searches', `a number from 1 to ${maxSearches}`, problem.value);
    case 'template':
      return problem.names.length === 0
        ? 'There are no templates here.'
        : `There is no template ${code(problem.value)}. There are: ${problem.names.map(code).join(', ')}.`;
    case 'twice':
      return `${code(problem.option)} is given twice. Give it once, like ${code(forms[problem.option])}.`;
    case 'only-and-except':
      return `${code('only:')} and ${code('except:')} cannot be used together. Take one of them, like ${code(forms.only)}.`;
    case 'no-web-and':
      return `${code('no-web')} searches nothing, so it cannot be used with ${code(`${problem.option}:`)}. Take one of them.`;
    case 'not-for-agent':
      return notFor(problem.agent, agents);
    case 'no-question':
      return `The question is missing. It comes after the options, like ${code('depth:deep What is a footnote?')}.`;
  }
}
