/** What a person can ask for with a button under an answer. */
export type Control = 'stop' | 'retry' | 'steps' | 'sources';
