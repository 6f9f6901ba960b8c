import { describe, expect, it } from 'vitest';
import type { AgentDefinition } from '../../src/core/ports/agent.ts';
import { parseAgentName } from '../../src/core/question/question.ts';
import { platforms, stages } from './stages.ts';
import { startWorld } from './world.ts';

const name = parseAgentName('echo');

/** All that it takes to add an agent. */
const echo: AgentDefinition<undefined> = {
  name,
  label: 'Mountain Echo',
  oneOfMany: false,
  prefix: 'mountain',
  command: 'echo',
  options: ['depth'],
  learns: false,
  accepts: ['text'],
  create: () => ({
    name,
    async *answer({ text, options }) {
      yield { type: 'text', text: `${text} ${text} ${options?.depth ?? ''}` };
      yield { type: 'done', complete: true };
    },
  }),
};

describe.each(platforms)('an agent that is added by one object, on %s', (platform) => {
  const start = async () => stages[platform](await startWorld({ agents: [echo] }));
  const answered = (shown: () => readonly string[]) => expect.poll(() => shown().at(-1) ?? '');

  it('answers what begins with its prefix, under its label', async () => {
    const stage = await start();
    const talk = await stage.mention('Mountain: depth:deep Hello?');
    await answered(talk.shown).toMatch(/^Hello\? Hello\? deep[\s\S]*Mountain Echo · \d+ s/);
  });

  it('answers its slash command, under its label', async () => {
    const stage = await start();
    const talk = await stage.command('echo', 'Hello?');
    await answered(talk.shown).toMatch(/^Hello\? Hello\?[\s\S]*Mountain Echo · \d+ s/);
  });

  it('stands in the help with its command', async () => {
    const stage = await start();
    const talk = await stage.directMessage('help');
    await answered(() => [...stage.whispered(), ...talk.shown()]).toMatch(
      /`\/echo [^\n]*` asks Mountain Echo\.[\s\S]*Who answers: .*Mountain Echo/,
    );
  });

  it('is not asked with an option that it does not take', async () => {
    const stage = await start();
    const talk = await stage.directMessage('mountain: no-web Hello?');
    await answered(() => [...stage.whispered(), ...talk.shown()]).toMatch(/Nothing was asked\./);
  });
});
