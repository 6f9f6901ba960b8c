import type { Render } from '../../../core/ports/place.ts';
import type { RenderDetails } from '../../../core/ports/platform.ts';
import type { Clock, Logger } from '../../../core/ports/system.ts';
import type { EditBudget } from '../../../core/reply/edit-budget.ts';
import type { Words } from '../../../words/words.ts';
import type { DiscordApi } from '../outbound/api.ts';
import type { DiscordPart } from '../render/render.ts';
import type { Conversations } from './conversations.ts';

/** Makes the renderer of the answer to one question. */
export type CreateRender = (questionId: string) => Render<DiscordPart>;

/** What messages, commands and presses need to be answered. */
export interface IncomingPorts {
  readonly api: DiscordApi;
  readonly conversations: Conversations;
  readonly createRender: CreateRender;
  readonly renderDetails: RenderDetails<DiscordPart>;
  readonly words: Words;
  /** Paces what is sent beside the answers together with them. */
  readonly budget: EditBudget;
  readonly clock: Clock;
  readonly logger: Logger;
}
