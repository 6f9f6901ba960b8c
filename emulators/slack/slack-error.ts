/** A refusal of the Web API: `{"ok":false,"error":code}` with further fields. */
export class SlackError extends Error {
  override readonly name = 'SlackError';
  readonly code: string;
  /** Fields that stand beside `error` in the answer. */
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(code: string, fields: Readonly<Record<string, unknown>> = {}) {
    super(code);
    this.code = code;
    this.fields = fields;
  }
}
