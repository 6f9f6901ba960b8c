import { z } from 'zod';
import type { Asker, Origin, Question } from '../../core/question/question.ts';
import type { Depth, ResearchOptions } from '../../core/question/research-options.ts';
import { agentName } from './agent-name.ts';
import { channelKey, conversationKey } from './keys.ts';
import type { Names } from './names.ts';

const origins: Names<Origin> = { mention: 'mention', 'direct-message': 'direct-message', command: 'command' };
const depths: Names<Depth> = { quick: 'quick', deep: 'deep', deepest: 'deepest' };

// Loose, so that nothing is lost of what was stored. A field that the core's type gains does not compile until it is here.
const options: z.ZodType<ResearchOptions> = z.looseObject({
  depth: z.enum(depths).optional(),
  only: z.array(z.string()).optional(),
  except: z.array(z.string()).optional(),
  near: z
    .looseObject({
      city: z.string().optional(),
      region: z.string().optional(),
      country: z.string().optional(),
      timezone: z.string().optional(),
    })
    .optional(),
  searches: z.number().optional(),
  noWeb: z.boolean().optional(),
  template: z.string().optional(),
});

/** Who asked, as it is stored. */
export const asker: z.ZodType<Asker> = z.looseObject({ id: z.string(), name: z.string().optional() });

/** A question as it is stored. */
export const question: z.ZodType<Question> = z.looseObject({
  id: z.string(),
  conversation: conversationKey,
  channelKey,
  asker,
  origin: z.enum(origins),
  agent: agentName,
  text: z.string(),
  options: options.optional(),
  askedAt: z.number(),
  by: asker.optional(),
});
