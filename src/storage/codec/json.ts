import { z } from 'zod';

/** JSON as it is stored in a text. What it is of has to be checked further. */
export const json = z.string().transform((text, ctx): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message holds a piece of what people wrote.
    ctx.addIssue('is no JSON');
    return z.NEVER;
  }
});
