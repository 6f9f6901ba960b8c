import { describe, expect, it } from 'vitest';
import type { RuleName } from '../../emulators/slack/index.ts';
import { type Rule, rules } from '../../emulators/slack/rules.ts';
import { accessCases, type RuleCase } from './slack-cases-access.ts';
import { contentCases } from './slack-cases-content.ts';
import { streamCases } from './slack-cases-streams.ts';
import { refusal } from './slack-client.ts';
import { setScene } from './slack-scene.ts';

const cases: Record<RuleName, RuleCase> = { ...accessCases, ...contentCases, ...streamCases };
const table = new Map<string, Rule>(Object.entries(rules));

describe('the table of rules', () => {
  it('has a case for every rule', () => {
    expect(Object.keys(cases).toSorted()).toEqual([...table.keys()].toSorted());
  });

  it.each([...table])('says of %s where it is known from', (_, { source, breach }) => {
    expect(source).toMatch(/\w+\/\w+|\w+#\d+/);
    expect(breach).not.toBe('');
  });
});

describe("Slack's own client", () => {
  it.each(Object.entries(cases))(
    'keeps the rule %s with the last good value and breaks it with the first bad one',
    async (name, { options, good, bad }) => {
      const rule = table.get(name);
      const scene = await setScene(options);
      expect(await refusal(good(scene))).toBeUndefined();
      expect(scene.slack.violations).toEqual([]);

      expect(await refusal(bad(scene))).toBe(rule?.error);
      const broken = scene.slack.violations.map((violation) => violation.rule);
      expect(broken).toEqual(rule?.blame === 'bot' ? [name] : []);
    },
  );
});
