import type { Control } from '../../../core/answer/control.ts';
import type { Pressed, RenderDetails } from '../../../core/ports/platform.ts';
import type { Clock } from '../../../core/ports/system.ts';
import { channelKeyOf, type SeenPlace } from '../inbound/inbound.ts';
import { type DiscordApi, type InteractionRef, type MessageContent, onlyWords } from '../outbound/api.ts';
import { persist } from '../outbound/persist.ts';
import type { DiscordPart } from '../render/render.ts';

/** A pressed button, acknowledged to Discord. */
export interface SeenPress extends InteractionRef {
  readonly control: Control;
  readonly questionId: string;
  readonly place: SeenPlace;
  readonly userId: string;
  /** Whether the person may manage messages there. */
  readonly mayModerate: boolean;
}

/** What a pressed button is answered with. */
export interface PressDeps {
  readonly api: DiscordApi;
  readonly clock: Clock;
  readonly renderDetails: RenderDetails<DiscordPart>;
}

/** A pressed button as the core takes it in. What it brings are messages that only the person sees. */
export function pressedButton(press: SeenPress, { api, clock, renderDetails }: PressDeps): Pressed {
  const { control, questionId, userId } = press;
  const whisper = async (content: MessageContent) => {
    await persist(clock, () => api.createFollowUp(press, content, true));
  };
  return {
    control,
    questionId,
    userId,
    channelKey: channelKeyOf(press.place),
    mayModerate: async () => press.mayModerate,
    tell: (words) => whisper(onlyWords(words)),
    async show(details) {
      for (const part of renderDetails(details)) await whisper(part);
    },
  };
}
