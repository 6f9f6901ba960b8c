import { z } from 'zod';
import type { MessageView, PaneView } from './message-view.ts';

const id = z.string().min(1).max(100);

/** What the page sends when a person does something. */
export const actionShape = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('say'),
    pane: z.enum(['slack', 'discord']),
    place: id,
    text: z.string().max(20_000),
    /** The message whose thread it goes into. */
    thread: id.optional(),
    /** The message that it replies to, outside threads. */
    replyTo: id.optional(),
    /** What stands in the fields of the command that the text begins with. */
    fields: z.record(id, z.union([z.string().max(6000), z.number(), z.boolean()])).optional(),
  }),
  z.object({
    do: z.literal('click'),
    pane: z.enum(['slack', 'discord']),
    message: id,
    action: id,
    value: z.string().max(2000).optional(),
  }),
]);

/** See {@link actionShape}. */
export type Action = z.output<typeof actionShape>;

/** What the page sends when a person ends the bot. */
export const killShape = z.object({ do: z.literal('kill') });

/** An action that is not possible; the message says why, in plain words. */
export class ActionError extends Error {
  override readonly name = 'ActionError';
}

/** One chat service as the page sees it. */
export interface Pane {
  readonly view: PaneView;
  /** All messages that Ada, the person in front of the page, sees. */
  messages(): MessageView[];
  /** Resolves when the service has taken it. Throws an {@link ActionError}. */
  act(action: Action): Promise<void>;
  /** Calls the listener after every visible change, until the returned function is called. */
  onChange(listener: () => void): () => void;
}

/** `/research a question` as a command and its text; `undefined` for anything else. */
export function typedCommand(text: string): { readonly name: string; readonly text: string } | undefined {
  const [, name, rest] = /^\/([\w-]+)(?:\s+([\s\S]*))?$/.exec(text) ?? [];
  return name === undefined ? undefined : { name, text: (rest ?? '').trim() };
}
