import { createRunningPolicy } from '../../../src/core/asking/policies/running.ts';
import { policyContract, requestOf } from '../../contract/policy.ts';
import { english } from '../../words/english.ts';

policyContract('of running questions', async () => {
  const policy = createRunningPolicy({ person: 1, channel: 9, workspace: 9, process: 9 }, english);
  for (const id of ['1', '2', '3', '4', '5']) await policy(requestOf(id));
  return { policy, refused: requestOf('6') };
});

policyContract('of a test', () => ({
  policy: () => ({ refusal: { by: 'sundays', words: 'Not on Sundays.' } }),
  refused: requestOf('1'),
}));
