import type { Pressed } from '../../../core/ports/platform.ts';
import { retry } from '../../../core/retry.ts';
import { type MessageContent, onlyWords } from '../outbound/api.ts';
import { patience } from '../outbound/patience.ts';
import type { SaidPress } from '../said.ts';
import { channelKeyOf } from './identity.ts';
import type { IncomingPorts } from './ports.ts';

/** What presses are answered with. */
type PressPorts = Pick<IncomingPorts, 'api' | 'clock' | 'renderDetails'>;

/** A pressed button as the core takes it in. What it brings are messages that only the person sees. */
export function pressedButton(said: SaidPress, { api, clock, renderDetails }: PressPorts): Pressed {
  const { control, questionId, userId } = said;
  const whisper = async (content: MessageContent) => {
    await retry(() => api.createFollowUp(said, content, true), patience(clock));
  };
  return {
    control,
    questionId,
    userId,
    channelKey: channelKeyOf(said.place),
    mayModerate: async () => said.mayModerate,
    tell: (words) => whisper(onlyWords(words)),
    async show(details) {
      for (const part of renderDetails(details)) await whisper(part);
    },
  };
}
