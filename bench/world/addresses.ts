import { z } from 'zod';

/** See {@link Addresses}. */
export const addresses = z.object({
  slack: z.object({ apiUrl: z.string(), botToken: z.string(), appToken: z.string(), signingSecret: z.string() }),
  discord: z.object({
    apiUrl: z.string(),
    token: z.string(),
    applicationId: z.string(),
    botUserId: z.string(),
  }),
  reka: z.object({ url: z.string() }),
});

/** Where the emulators of one world are, and their tokens. */
export type Addresses = z.infer<typeof addresses>;
