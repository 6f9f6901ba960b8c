/** How long an agent thinks: `deep` and `deepest` cost more, and their answers may come whole. */
export type Depth = 'quick' | 'deep' | 'deepest';

/** Where the asker is, for answers that depend on it. At least one part is given. */
export interface Near {
  readonly city?: string | undefined;
  readonly region?: string | undefined;
  /** ISO 3166-1 alpha-2, for example `DE`. */
  readonly country?: string | undefined;
  /** An IANA name, for example `Europe/Berlin`. */
  readonly timezone?: string | undefined;
}

/** What a person wants of one answer; what is absent is left to the agent's service. */
export interface ResearchOptions {
  readonly depth?: Depth | undefined;
  /** Domains that alone may be searched, and domains that may not; never both. */
  readonly only?: readonly string[] | undefined;
  readonly except?: readonly string[] | undefined;
  readonly near?: Near | undefined;
  /** How many searches at most. */
  readonly searches?: number | undefined;
  /** Answer from what the model knows. */
  readonly noWeb?: boolean | undefined;
  /** The name of a template for a structured answer. */
  readonly template?: string | undefined;
}
