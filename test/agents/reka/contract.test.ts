import type { RekaScript } from '../../../emulators/reka/script.ts';
import { agentContract, type ServiceAct } from '../../contract/agent.ts';
import { answerOf, apiKey, emulated, searchCall, toolResult } from './emulated.ts';

const statuses = { auth: 401, 'no-credit': 402, input: 400, upstream: 500 } as const;

function scriptOf(act: ServiceAct): RekaScript {
  switch (act.kind) {
    case 'answer': {
      const steps = [searchCall('sky', 'c1'), toolResult('search_web', act.pages, 'c1')];
      const texts = act.pieces.map((text) => ({ text }));
      return act.pages.length > 0 ? answerOf({ steps }, ...texts) : answerOf(...texts);
    }
    case 'refusal':
      return { kind: 'response', status: statuses[act.error], body: { error: { message: `Bearer ${apiKey} is bad` } } };
    case 'hang':
      return { ...answerOf({ text: act.text }), ending: 'hang' };
    case 'cut':
      return { ...answerOf({ text: act.text }), ending: 'reset' };
  }
}

agentContract('Reka Research', async () => {
  const { emulator, agent } = await emulated();
  const serve = (act: ServiceAct) => emulator.answerWith(() => scriptOf(act));
  return { agent, secret: apiKey, serve, asked: () => emulator.requests.length };
});
