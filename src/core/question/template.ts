/** The form of a structured answer: what an agent is told to collect, and what its answer has to look like. */
export interface Template {
  /** As people write it in `template:compare`: lower-case letters, digits and hyphens, at most 32. */
  readonly name: string;
  /** One sentence for the agent. */
  readonly instruction: string;
  /** A JSON Schema whose root is an object. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** Whether a JSON value keeps to the schema; never throws. */
  fits(value: unknown): boolean;
}

/** All templates by name. */
export type Templates = ReadonlyMap<string, Template>;
