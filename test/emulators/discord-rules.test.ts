import { RateLimitError } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { type Rule, type RuleName, rules } from '../../emulators/discord/rules.ts';
import { type RuleCase, startBench } from './discord-rules/bench.ts';
import { commandCases } from './discord-rules/commands.ts';
import { componentCases } from './discord-rules/components.ts';
import { gatewayCases } from './discord-rules/gateway.ts';
import { interactionCases } from './discord-rules/interactions.ts';
import { messageCases } from './discord-rules/messages.ts';
import { placeCases } from './discord-rules/places.ts';
import { rateCases } from './discord-rules/rates.ts';
import { requestCases } from './discord-rules/requests.ts';

const cases: Record<RuleName, RuleCase> = {
  ...requestCases,
  ...rateCases,
  ...messageCases,
  ...componentCases,
  ...placeCases,
  ...interactionCases,
  ...commandCases,
  ...gatewayCases,
};
const all: readonly (readonly [string, Rule])[] = Object.entries(rules);

/** How the SDK tells of a refused request. */
function asThrown({ status, code }: NonNullable<Rule['refuses']>): object {
  if (status === 429) return { name: expect.stringContaining(RateLimitError.name) };
  return status < 500 ? { status, code } : { status };
}

describe('the table of rules', () => {
  it('has a case for every rule, and no case without a rule', () => {
    expect(Object.keys(cases).toSorted()).toEqual(all.map(([name]) => name).toSorted());
  });

  it.each(all)('names where %s is known from', (_name, { source }) => {
    expect(source).toMatch(/^https:\/\/\S+/);
  });
});

describe.each(all)('the rule %s', (name, { refuses, closes, blame }) => {
  const { options, good, bad } = new Map<string, RuleCase>(Object.entries(cases)).get(name) ?? {};

  it('lets the last good value pass without a violation', async () => {
    const bench = await startBench(options);
    await good?.(bench);
    expect(bench.emulator.violations).toEqual([]);
  });

  it('catches the first bad value', async () => {
    const bench = await startBench(options);
    const outcome = await bad?.(bench).then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    if (refuses) {
      expect(outcome).toMatchObject({ error: asThrown(refuses) });
      expect(bench.emulator.journal.entries.at(-1)?.outcome).toBe(`${refuses.code || refuses.status}`);
    } else {
      expect(outcome).not.toHaveProperty('error');
      if (closes !== undefined) expect(outcome).toEqual({ value: closes });
    }
    const broken = bench.emulator.violations.map(({ rule }) => rule);
    if (blame === 'bot') expect(broken).toContain(name);
    else expect(broken).toEqual([]);
  });
});
