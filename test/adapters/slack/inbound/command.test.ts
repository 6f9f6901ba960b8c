import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSlashCommand } from '../../../../src/adapters/slack/inbound/command.ts';
import { knownAgents, reigent } from '../../../core/known-agents.ts';
import { slashCommand } from './payloads.ts';

describe('a slash command', () => {
  it('names its agent, its asker and where to answer', () => {
    expect(parseSlashCommand(slashCommand(), knownAgents)).toEqual({
      team: 'T1',
      channel: 'C1',
      userId: 'U1',
      userName: 'ada',
      agent: 'research',
      text: 'why is the sky blue?',
      triggerId: '13345224609.738474920.8088930838d88f008e0',
      responseUrl: 'https://hooks.slack.example.com/commands/T1/1/x',
    });
    expect(parseSlashCommand(slashCommand({ command: '/reigent' }), knownAgents)?.agent).toBe(reigent);
  });

  it('may be empty', () => {
    expect(parseSlashCommand(slashCommand({ text: '' }), knownAgents)?.text).toBe('');
    expect(parseSlashCommand(slashCommand({ text: undefined }), knownAgents)?.text).toBe('');
  });

  it('is nothing when it is another one or has no address to answer to', () => {
    expect(parseSlashCommand(slashCommand({ command: '/remind' }), knownAgents)).toBeUndefined();
    expect(parseSlashCommand(slashCommand({ response_url: 'file:///etc/hosts' }), knownAgents)).toBeUndefined();
    fc.assert(
      fc.property(fc.anything(), (body) => {
        expect(parseSlashCommand(body, knownAgents)).toBeUndefined();
      }),
    );
  });
});
