import type { REST } from 'discord.js';
import { controls } from '../../../core/answer/control.ts';
import type { PlatformAdapter } from '../../../core/ports/platform.ts';
import type { ConversationIndex } from '../../../core/ports/stores.ts';
import type { Clock, Logger } from '../../../core/ports/system.ts';
import type { EditBudget } from '../../../core/reply/edit-budget.ts';
import type { ViewOptions } from '../../../render/view/view.ts';
import type { Words } from '../../../words/words.ts';
import { createDiscordApi } from '../outbound/api.ts';
import { createDiscordDetails, createDiscordRender } from '../render/render.ts';
import { readSaid } from '../said.ts';
import { resumePlace } from './answer-place.ts';
import { incomingCommand } from './command.ts';
import { createConversations } from './conversations.ts';
import { incomingMessage } from './message.ts';
import type { CreateRender, IncomingPorts } from './ports.ts';

/** What writing to Discord needs. */
export interface RepliesOptions {
  readonly words: Words;
  /** How answers look. */
  readonly look: Omit<ViewOptions, 'words'>;
  /** Makes the renderer of the answer to one question; one that looks as said unless given. */
  readonly createRender?: CreateRender | undefined;
  readonly index: ConversationIndex;
  /** Shared by everything that writes to Discord. */
  readonly budget: EditBudget;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The half of Discord that writes: it needs the REST API, and no connection on which events arrive. */
export interface Replies extends Pick<PlatformAdapter, 'restore' | 'resume'> {
  readonly ports: IncomingPorts;
}

/** The replies of one bot. */
export function createReplies(options: RepliesOptions, rest: REST): Replies {
  const { words, look, index, budget, clock, logger } = options;
  const ports: IncomingPorts = {
    api: createDiscordApi(rest),
    conversations: createConversations(index, clock),
    createRender:
      options.createRender ??
      ((questionId) => createDiscordRender({ ...look, words }, { questionId, offered: controls })),
    renderDetails: createDiscordDetails(words),
    words,
    budget,
    clock,
    logger,
  };
  return {
    ports,
    restore(text) {
      const found = readSaid(text);
      if (found?.type === 'message') return incomingMessage(found.said, ports);
      return found && incomingCommand(found.said, ports);
    },
    resume: (address, questionId) => resumePlace(ports, address, { questionId }),
  };
}
