import type { Classify } from '../http-error.ts';

const noCredit = /\bP001\b|insufficient|credit|balance/i;
const surelyNoCredit = /\bP001\b|insufficient (balance|credits?|funds)/i;
const refusedModel =
  /\bmodel\b.{0,80}\b(not|unknown|unsupported|invalid|unavailable|withdrawn|deprecated|no longer)\b/is;
const noSuchModel = /\b(no such|unknown|unsupported|invalid|unavailable)\b.{0,20}\bmodel\b/is;

/**
 * Reads Reka's refusals. It documents 429 both for the rate limit and for an account without credit, and where its words
 * for the latter (`P001: Insufficient Balance`) stand is not documented.
 */
export function classifyReka(model: string): Classify {
  return ({ status, description }) => {
    if (status === 429 ? noCredit.test(description) : surelyNoCredit.test(description)) return { kind: 'no-credit' };
    if (status !== 400 && status !== 404) return undefined;
    const namesModel = refusedModel.test(description) || noSuchModel.test(description);
    const isModel = namesModel || (status === 404 && description.includes(model));
    return isModel ? { kind: 'config', hint: 'model-unavailable' } : undefined;
  };
}
