import { z } from 'zod';
import type { Failure } from '../../core/answer/answer.ts';
import type { ErrorHint, ErrorKind } from '../../core/errors.ts';
import type { Names } from './names.ts';

const errorKinds: Names<ErrorKind> = {
  config: 'config',
  input: 'input',
  auth: 'auth',
  'rate-limited': 'rate-limited',
  'no-credit': 'no-credit',
  timeout: 'timeout',
  upstream: 'upstream',
  protocol: 'protocol',
  platform: 'platform',
  storage: 'storage',
  stopped: 'stopped',
  bug: 'bug',
};
const errorHints: Names<ErrorHint> = {
  'model-unavailable': 'model-unavailable',
  'agent-not-found': 'agent-not-found',
  'message-gone': 'message-gone',
  'not-allowed': 'not-allowed',
  'all-limited': 'all-limited',
  'api-moved': 'api-moved',
  'by-person': 'by-person',
  'waited-too-long': 'waited-too-long',
  refused: 'refused',
  'not-shown': 'not-shown',
  'taken-over': 'taken-over',
};

/** Why an answer failed, as it is stored. */
export const failure: z.ZodType<Failure> = z.looseObject({
  kind: z.enum(errorKinds),
  hint: z.enum(errorHints).optional(),
  retryAfterMs: z.number().optional(),
  reason: z.string().optional(),
});
