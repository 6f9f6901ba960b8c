import { startAnswer } from '../../../src/core/answer/answer.ts';
import { thisProcess } from '../../../src/ops/this-process.ts';
import { openLedger } from '../../../src/storage/runs/open-ledger.ts';
import { research } from '../../core/known-agents.ts';

// A process to be killed: it fills the ledger of the given STORE_URL, says so, and stays.
const ledger = openLedger(process.argv[2] ?? 'memory:', 'not/used.db', {
  logger: { warn: () => {} },
  holder: { ...thisProcess, host: 'machine', leaseMs: 60_000 },
});
for (const id of ['running', 'over']) {
  await ledger.accept({ id, platform: 'slack', said: '"words"', acceptedAt: 1_767_000_000_000 });
}
await ledger.change('over', { state: 'ended' });
await ledger.change('running', { state: 'opened', address: { platform: 'slack', channel: 'C1', messages: ['1.2'] } });
await ledger.change('running', { state: 'asked' });
await ledger.change('running', { answer: { ...startAnswer(research, 1_767_000_000_001), text: 'So far' } });
process.stdout.write(`${JSON.stringify(await ledger.find('running'))}\n`);
setInterval(() => {}, 60_000);
