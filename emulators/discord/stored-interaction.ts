/** An interaction as the emulator keeps it. */
export interface StoredInteraction {
  readonly id: string;
  readonly token: string;
  /** 2 a command, 3 a component of a message. */
  readonly type: 2 | 3;
  readonly createdAt: number;
  readonly userId: string;
  readonly channelId: string;
  readonly commandName?: string | undefined;
  /** The message with the component. */
  readonly sourceId?: string | undefined;
  /** The type of the callback that acknowledged it. */
  callbackType?: number | undefined;
  /** The message that `@original` names. */
  originalId?: string | undefined;
  /** Whether the app is installed by the person alone, not in the guild. */
  readonly userInstalled: boolean;
  followUps: number;
  /** What lateness is not the bot's: the event did not reach it, or a fault was injected into its callback. */
  excused: boolean;
  /** Whether its lateness was reported. */
  reported: boolean;
}
