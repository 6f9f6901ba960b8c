/** A button below a message. */
export interface ButtonView {
  readonly label: string;
  /** What a click names: Slack's `action_id`, Discord's `custom_id`. */
  readonly action: string;
  readonly value?: string | undefined;
  /** Opens this page instead of telling the bot. */
  readonly url?: string | undefined;
  /** `primary` or `danger`; anything else is plain. */
  readonly style?: string | undefined;
  readonly disabled: boolean;
}

/** A file that hangs on a message. */
export interface FileView {
  readonly name: string;
  readonly content: string;
}

/** A message as the page shows it. */
export interface MessageView {
  /** Within its pane; messages stand in the order of their ids. */
  readonly id: string;
  /** The channel that it is shown in. */
  readonly place: string;
  /** The message below which it stands, in its thread. */
  readonly root?: string | undefined;
  readonly author: string;
  readonly by: 'you' | 'bot' | 'other';
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Safe: made by the renderers of this folder. */
  readonly html: string;
  readonly edited: boolean;
  /** Only you see it. */
  readonly ephemeral: boolean;
  /** A line above: what it replies to, which command it answers. */
  readonly context?: string | undefined;
  /** The title of the thread that hangs on it. */
  readonly thread?: string | undefined;
  /** Where a reply to it can go. */
  readonly reply: 'thread' | 'message' | 'none';
  readonly buttons: readonly ButtonView[];
  readonly files: readonly FileView[];
  /** Whom it would have notified: a careful bot notifies nobody. */
  readonly warning?: string | undefined;
}

/** A channel or conversation in the list of a pane. */
export interface PlaceView {
  readonly id: string;
  readonly name: string;
  readonly direct: boolean;
  /** What a person must know about it. */
  readonly hint?: string | undefined;
}

/** Something to try: fills the composer of a place. */
export interface Suggestion {
  readonly label: string;
  readonly place: string;
  readonly text: string;
  /** What it fills the fields of its command with. */
  readonly fields?: FieldValues | undefined;
}

/** Values of a command's fields by name. */
export type FieldValues = Readonly<Record<string, string | number | boolean>>;

/** A field that stands beside what a person writes after a command. */
export interface FieldView {
  readonly name: string;
  readonly description: string;
  readonly kind: 'text' | 'number' | 'switch';
  /** The only values that it takes, where they are given. */
  readonly choices: readonly string[];
}

/** A command that has fields. */
export interface CommandView {
  readonly name: string;
  readonly fields: readonly FieldView[];
}

/** A pane without its messages. */
export interface PaneView {
  readonly name: 'slack' | 'discord';
  readonly title: string;
  readonly places: readonly PlaceView[];
  readonly suggestions: readonly Suggestion[];
  readonly commands: readonly CommandView[];
}
