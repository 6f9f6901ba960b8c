/** When there was a bot. */
export interface Lives {
  begin(): void;
  end(): void;
  /** Something made the bot late or deaf for a while. */
  deaf(): void;
  /** Whether the bot that was ready at this time lived on for long enough to take what it was told then. */
  wasHeard(at: number): boolean;
}

/** How long a bot needs to take what it is told, on a machine with much to do. */
const takesMs = 2000;
/** The same when it was made deaf meanwhile: the longest pause, and the time to connect anew. */
const deafMs = 8000;

/** No bot yet. */
export function createLives(): Lives {
  const lives: { readonly from: number; to: number; deafAt: number[] }[] = [];
  return {
    begin: () => {
      lives.push({ from: Date.now(), to: Number.POSITIVE_INFINITY, deafAt: [] });
    },
    end: () => {
      const last = lives.at(-1);
      if (last) last.to = Math.min(last.to, Date.now());
    },
    deaf: () => {
      lives.at(-1)?.deafAt.push(Date.now());
    },
    wasHeard: (at) => {
      const life = lives.find(({ from, to }) => from <= at && at < to);
      if (!life) return false;
      const neededMs = life.deafAt.length > 0 ? deafMs : takesMs;
      return Math.min(life.to, Date.now()) - at >= neededMs;
    },
  };
}
