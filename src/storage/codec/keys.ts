import { z } from 'zod';
import { type Platform, parseChannelKey, parseConversationKey } from '../../core/question/keys.ts';
import type { Names } from './names.ts';

const platforms: Names<Platform> = { slack: 'slack', discord: 'discord' };

/** A platform as it is stored. */
export const platform = z.enum(platforms);

/** A channel's key as it is stored. */
export const channelKey = keyRead(parseChannelKey, 'is no channel key');

/** A conversation's key as it is stored. */
export const conversationKey = keyRead(parseConversationKey, 'is no conversation key');

function keyRead<K extends string>(parse: (text: string) => K | undefined, problem: string) {
  return z.string().transform((text, ctx): K => {
    const key = parse(text);
    if (key !== undefined) return key;
    ctx.addIssue(problem);
    return z.NEVER;
  });
}
