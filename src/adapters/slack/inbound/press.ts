import { z } from 'zod';
import { controls } from '../../../core/answer/control.ts';
import { actionPrefix } from '../render/buttons.ts';
import { id, responseUrl, type SaidPress } from '../said.ts';

const pressBody = z.object({
  type: z.literal('block_actions'),
  team: z.object({ id }).nullish(),
  /** Absent under a message that only the presser sees. Its team is the bot's; the other one may be the presser's own. */
  message: z.object({ team: id.nullish() }).nullish(),
  user: z.object({ id }),
  channel: z.object({ id }),
  container: z.object({ thread_ts: id.nullish() }),
  response_url: responseUrl,
  actions: z
    .tuple([
      z.object({
        action_id: z.templateLiteral([actionPrefix, z.enum(controls)]),
        value: z.string().min(1),
      }),
    ])
    .rest(z.unknown()),
});

/** What a pressed button asks for; `undefined` when it is none of Footnote's. */
export function parsePress(body: unknown): SaidPress | undefined {
  const { data } = pressBody.safeParse(body);
  if (!data) return undefined;
  const [{ action_id, value }] = data.actions;
  const control = controls.find((one) => action_id === `${actionPrefix}${one}`);
  const team = data.message?.team ?? data.team?.id;
  if (!control || !team) return undefined;
  return {
    control,
    questionId: value,
    team,
    channel: data.channel.id,
    threadTs: data.container.thread_ts ?? undefined,
    userId: data.user.id,
    responseUrl: data.response_url,
  };
}
