import type { Depth, Near, ResearchOptions } from '../../core/question/research-options.ts';

/** `research` of a request (Reka Research, "Chat Completions"); what is absent has the service's default. */
export interface RekaResearchSettings {
  readonly web_search?: RekaWebSearch;
  readonly parallel_thinking?: { readonly mode: RekaThinking };
}

interface RekaWebSearch {
  readonly enabled?: false;
  readonly max_uses?: number;
  readonly allowed_domains?: readonly string[];
  readonly blocked_domains?: readonly string[];
  readonly user_location?: { readonly type: 'approximate'; readonly approximate: Near };
}

type RekaThinking = 'none' | 'low' | 'high';

const modes: Readonly<Record<Depth, RekaThinking>> = { quick: 'none', deep: 'low', deepest: 'high' };

/** The settings for a question's options; `undefined` when there is nothing to set. */
export function researchSettings(options: ResearchOptions = {}): RekaResearchSettings | undefined {
  const { depth, only, except, near, searches, noWeb } = options;
  const search: RekaWebSearch = {
    ...(noWeb && { enabled: false }),
    ...(searches !== undefined && { max_uses: searches }),
    ...(only && { allowed_domains: only }),
    ...(except && { blocked_domains: except }),
    ...(near && { user_location: { type: 'approximate', approximate: near } }),
  };
  const settings: RekaResearchSettings = {
    ...(Object.keys(search).length > 0 && { web_search: search }),
    ...(depth && { parallel_thinking: { mode: modes[depth] } }),
  };
  return Object.keys(settings).length > 0 ? settings : undefined;
}

/** Whether the options ask for parallel thinking, which the service does not do for a stream ("Parallel Thinking"). */
export function thinksInParallel({ depth }: ResearchOptions = {}): boolean {
  return depth !== undefined && modes[depth] !== 'none';
}
