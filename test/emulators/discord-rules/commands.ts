import type { RuleCase } from './bench.ts';

const named = (count: number, prefix = 'command', more: object = {}) =>
  Array.from({ length: count }, (_, index) => ({ name: `${prefix}-${index}`, description: 'Ask', ...more }));
const options = (count: number) => named(count, 'option', { type: 3 });

const choosing = (choices: readonly { name: string }[]) =>
  named(1, 'option', { type: 3, choices: choices.map(({ name }) => ({ name, value: 'x' })) });

function put(good: readonly object[], bad: readonly object[]): RuleCase {
  return { good: ({ putCommands }) => putCommands(good), bad: ({ putCommands }) => putCommands(bad) };
}
const one = (more: object) => [{ name: 'ask', description: 'Ask', ...more }];
const menu = (count: number) => Array.from({ length: count }, (_, index) => ({ name: `Menu ${index}`, type: 3 }));

/** Rules about commands. */
export const commandCases = {
  commandName: put(one({ name: 'a'.repeat(32) }), one({ name: 'a'.repeat(33) })),
  commandDescription: put(one({ description: '🙂'.repeat(100) }), one({ description: '🙂'.repeat(101) })),
  commandOptions: put(one({ options: options(25) }), one({ options: options(26) })),
  commandChoices: put(one({ options: choosing(named(25)) }), one({ options: choosing(named(26)) })),
  commandChoice: put(
    one({ options: choosing([{ name: 'n'.repeat(100) }]) }),
    one({ options: choosing([{ name: 'n'.repeat(101) }]) }),
  ),
  commandTwice: put([...one({}), ...one({ name: 'other' })], [...one({}), ...one({})]),
  chatInputCommands: put(named(100), named(101)),
  menuCommands: put(menu(15), menu(16)),
  commandCreates: {
    async good({ putCommands, pass }) {
      await putCommands(named(100));
      await putCommands(named(100, 'other'));
      pass(24 * 3_600_000);
      await putCommands(one({}));
    },
    async bad({ putCommands }) {
      await putCommands(named(100));
      await putCommands(named(100, 'other'));
      await putCommands(one({}));
    },
  },
} satisfies Record<string, RuleCase>;
