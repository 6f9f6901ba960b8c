import { callsOf, type ReiScript, toolCall } from '../../../emulators/rei/script.ts';
import type { Page } from '../../../src/core/answer/answer.ts';
import { agentContract, type ServiceAct } from '../../contract/agent.ts';
import { emulated, secret } from './emulated.ts';
import { fakeTool } from './fake-tool.ts';

const statuses = { auth: 401, 'no-credit': 402, input: 400, upstream: 500 } as const;

function scriptOf(act: ServiceAct): ReiScript {
  switch (act.kind) {
    case 'answer':
      return { kind: 'answer', content: act.pieces.join('') };
    case 'refusal':
      return { kind: 'response', status: statuses[act.error], body: { error: 'AppError', details: `bad ${secret}` } };
    case 'hang':
      return { kind: 'hang' };
    case 'cut':
      return { kind: 'sse', texts: [act.text], ending: 'reset' };
  }
}

agentContract('a Reigent', async () => {
  let pages: readonly Page[] = [];
  const tool = fakeTool('look_up', () => ({ text: 'Found.', pages }));
  const { emulator, agent } = await emulated({ tools: [tool] });
  function serve(act: ServiceAct) {
    if (act.kind === 'answer') pages = act.pages;
    // A Reigent has no pages but those of the tools that it calls.
    if (pages.length > 0) emulator.play(callsOf([toolCall('c1', 'look_up')]));
    emulator.answerWith(() => scriptOf(act));
  }
  return { agent, secret, serve, asked: () => emulator.requests.length };
});
