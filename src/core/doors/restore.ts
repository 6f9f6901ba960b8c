import type { Part } from '../ports/place.ts';
import type { Incoming, PlatformAdapter } from '../ports/platform.ts';
import type { Platform } from '../question/keys.ts';

/** Gives what an adapter made of something said, from the record of it; `undefined` where that cannot be read any more. */
export type Restore = (platform: Platform, said: string) => Incoming<Part> | undefined;

/** Restores with these adapters, which are made after the doors that they knock on. */
export function createRestore(adapters: () => readonly PlatformAdapter[]): Restore {
  return (platform, said) =>
    adapters()
      .find((adapter) => adapter.platform === platform)
      ?.restore(said);
}
