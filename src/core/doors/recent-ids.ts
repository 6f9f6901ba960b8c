/** Platforms deliver again within minutes; so many cannot come together in that time without anybody noticing. */
const maxIds = 1000;

/** Remembers the newest ids that it is told. */
export function createRecentIds() {
  const ids = new Set<string>();
  return {
    has: (id: string): boolean => ids.has(id),
    add(id: string): void {
      ids.add(id);
      const [oldest] = ids;
      if (oldest !== undefined && ids.size > maxIds) ids.delete(oldest);
    },
  };
}
