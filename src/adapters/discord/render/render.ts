import type { Part, Render } from '../../../core/ports/place.ts';
import type { RenderDetails } from '../../../core/ports/platform.ts';
import type { ButtonOptions } from '../../../render/view/buttons.ts';
import { detailMessages } from '../../../render/view/details.ts';
import { createAnswerView, type ViewOptions } from '../../../render/view/view.ts';
import type { Words } from '../../../words/words.ts';
import { buttonRows, type DiscordRow } from './buttons.ts';
import { discordDialect } from './dialect.ts';

/** One Discord message. */
export interface DiscordPart extends Part {
  readonly content: string;
  /** Its buttons; an edit without them would leave those that stand there. */
  readonly components: readonly DiscordRow[];
}

/** Makes the renderer of one answer on Discord; without `buttons` it has none. */
export function createDiscordRender(options: ViewOptions, buttons?: ButtonOptions): Render<DiscordPart> {
  const view = createAnswerView(discordDialect, options);
  return (answer, earlier, filesAllowed) => {
    const { messages, used, footnotes, files } = view(answer, earlier, filesAllowed);
    const parts = messages.map((content, index) =>
      discordPart(content, index === messages.length - 1 ? buttonRows(answer, buttons, options.words) : []),
    );
    return { parts, used, footnotes, files };
  };
}

// A person reads no more messages than that at once; the rest is counted.
const maxDetailMessages = 9;

/** Makes the renderer of what stands behind an answer on Discord. */
export function createDiscordDetails(words: Words): RenderDetails<DiscordPart> {
  return (details) =>
    detailMessages(details, discordDialect, words, maxDetailMessages).map((content) => discordPart(content, []));
}

function discordPart(content: string, components: readonly DiscordRow[]): DiscordPart {
  return { content, components, fingerprint: `${JSON.stringify(components)}\n${content}` };
}
