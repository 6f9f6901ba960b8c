import type { Control } from '../../../core/answer/control.ts';
import type { Render } from '../../../core/ports/place.ts';
import type { RenderDetails } from '../../../core/ports/platform.ts';
import type { Clock, Logger } from '../../../core/ports/system.ts';
import type { EditBudget } from '../../../core/reply/edit-budget.ts';
import type { Words } from '../../../words/words.ts';
import type { SlackApi } from '../outbound/api.ts';
import type { Sessions } from '../outbound/sessions.ts';
import type { SlackPart } from '../render/render.ts';
import type { Conversations } from './conversations.ts';

/** Makes the renderer of the answer to one question; `workingThere`: the controls that work where it stands, all unless given. */
export type CreateRender = (questionId: string, workingThere?: readonly Control[]) => Render<SlackPart>;

/** What messages, commands and presses need to be answered. */
export interface IncomingPorts {
  readonly api: SlackApi;
  readonly conversations: Conversations;
  readonly createRender: CreateRender;
  readonly renderDetails: RenderDetails<SlackPart>;
  readonly words: Words;
  /** Paces what is sent beside the answers together with them. */
  readonly budget: EditBudget;
  readonly sessions: Sessions;
  readonly clock: Clock;
  readonly logger: Logger;
}
