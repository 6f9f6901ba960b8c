import { z } from 'zod';
import { agents } from './agents.ts';
import { answers } from './answers.ts';
import { discord } from './discord.ts';
import { limits } from './limits.ts';
import { server } from './server.ts';
import { slack } from './slack.ts';
import { storage } from './storage.ts';
import { mapVariables, type Variable } from './variable.ts';

/** All groups, in the order of `.env.example`. */
export const schema = z
  .object({ slack, discord, ...agents, ...storage, ...answers, ...limits, ...server })
  // There is one role so far, which nothing has to know.
  .transform(({ role, ...config }) => ({
    ...config,
    defaultAgent: config.defaultAgent ?? (config.reka ? 'research' : 'reigent'),
  }));

/** The whole configuration. A platform or agent that is `undefined` is off; at least one of each is on. */
export type Config = Readonly<z.infer<typeof schema>>;

/** A variable and where its value stands in the configuration. */
export interface PlacedVariable extends Variable {
  readonly path: readonly string[];
  /** As it would be written; `undefined` when there is none. */
  readonly byDefault: string | undefined;
}

/** All variables, in the order of `.env.example`. */
export const variables: readonly PlacedVariable[] = placed();

/** The names of all variables, in the order of `.env.example`. */
export const variableNames: readonly string[] = variables.map(({ name }) => name);

function placed(): readonly PlacedVariable[] {
  const list: PlacedVariable[] = [];
  mapVariables(schema, (variable, values, path) => {
    const { data } = z.safeParse(values, undefined);
    list.push({ ...variable, path, byDefault: data === undefined ? undefined : String(data) });
  });
  return list;
}
