import type { Row } from '../row.ts';
import type { Curve } from '../svg.ts';

/** How much is measured. */
export interface Effort {
  /** No peers and one run of everything. */
  readonly quick: boolean;
  /** Why the peers cannot be run; `undefined` when they can. */
  readonly withoutPeers?: string | undefined;
}

/** What one scenario found. */
export interface Findings {
  readonly rows: readonly Row[];
  /** For the picture. */
  readonly curves?: readonly Curve[];
}

/** One thing to measure, or several that are measured together. */
export interface Scenario {
  /** The ids of its rows begin with one of these. */
  readonly ids: readonly string[];
  /** What it does, for the person who waits. */
  readonly name: string;
  run(effort: Effort): Promise<Findings>;
}

/** How long every call of a platform takes. */
export const latencyMs = 80;

/** As people write them. */
export const platformNames = { slack: 'Slack', discord: 'Discord' } as const;
