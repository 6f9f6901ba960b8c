import type { Classify } from '../http-error.ts';

const rateLimited = /\b429\b|rate.?limit/i;
const transient = /\b(connection reset|reset by peer|timeout|EOF|50[234])\b/i;

/** Reads the refusals of a Reigent's service: it was seen to answer 400 where its own upstream was limited or failed. */
export const classifyReigent: Classify = ({ status, description }) => {
  // The documented 404 is about the agent. A server that does not know the path says so in other words.
  if (status === 404 && (description === '' || /\bagent\b/i.test(description)))
    return { kind: 'config', hint: 'agent-not-found' };
  if (status === 404 || status === 405 || status === 410 || (status >= 300 && status < 400))
    return { kind: 'config', hint: 'api-moved' };
  if (status !== 400) return undefined;
  if (rateLimited.test(description)) return { kind: 'rate-limited' };
  return transient.test(description) ? { kind: 'upstream' } : undefined;
};
