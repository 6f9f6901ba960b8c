import type { MessageView } from './message-view.ts';
import type { Pane } from './pane.ts';

/** What changed in a pane. */
export interface PaneChange {
  readonly pane: string;
  /** New messages, and those that look different now. */
  readonly messages: readonly MessageView[];
  /** Ids of messages that are gone. */
  readonly removed: readonly string[];
}

/** How long changes are collected before they go out, in milliseconds. */
const collectMs = 30;

/** Watches a pane and tells what changed, until the returned function is called. */
export function watchPane(pane: Pane, tell: (change: PaneChange) => void): () => void {
  let shown = snapshot(pane);
  let timer: NodeJS.Timeout | undefined;

  function compare(): void {
    timer = undefined;
    const before = shown;
    shown = snapshot(pane);
    const messages = [...shown.values()].filter(({ id, json }) => before.get(id)?.json !== json);
    const removed = [...before.keys()].filter((id) => !shown.has(id));
    if (messages.length === 0 && removed.length === 0) return;
    tell({ pane: pane.view.name, messages: messages.map(({ message }) => message), removed });
  }

  const unsubscribe = pane.onChange(() => {
    timer ??= setTimeout(compare, collectMs);
  });
  return () => {
    unsubscribe();
    clearTimeout(timer);
  };
}

function snapshot(pane: Pane) {
  return new Map(
    pane.messages().map((message) => [message.id, { id: message.id, message, json: JSON.stringify(message) }]),
  );
}
