import { z } from 'zod';
import type { ReplyAddress } from '../../core/ports/place.ts';
import { platform } from './keys.ts';

/** Where a reply stands, as it is stored. */
export const address: z.ZodType<ReplyAddress> = z.looseObject({
  platform,
  channel: z.string(),
  thread: z.string().optional(),
  messages: z.array(z.string().nullable()),
  asResponse: z.boolean().optional(),
});
