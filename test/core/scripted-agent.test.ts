import { vi } from 'vitest';
import { FootnoteError } from '../../src/core/errors.ts';
import { agentContract, type ServiceAct } from '../contract/agent.ts';
import { type AgentCall, createScriptedAgent } from './fakes.ts';
import { research } from './known-agents.ts';

function perform(act: ServiceAct, call: AgentCall): void {
  switch (act.kind) {
    case 'answer':
      call.say(...act.pieces.map((text) => ({ type: 'text', text }) as const));
      call.say({ type: 'citations', citations: act.pages }, { type: 'done', complete: true });
      call.end();
      break;
    case 'refusal':
      call.fail(new FootnoteError(act.error, 'Refused.'));
      break;
    case 'hang':
      call.say({ type: 'text', text: act.text });
      break;
    case 'cut':
      call.say({ type: 'text', text: act.text });
      call.end();
      break;
  }
}

agentContract("the core's scripted agent", async () => {
  const { agent, calls } = createScriptedAgent(research, { onAbort: 'end' });
  const serve = (act: ServiceAct) => {
    void vi.waitUntil(() => calls[0], { interval: 1 }).then((call) => perform(act, call));
  };
  return { agent, secret: 'none', serve, asked: () => calls.length };
});
