import { hostname } from 'node:os';

/** Who this process is for others that work with the same files. */
export const thisProcess = {
  host: hostname(),
  pid: process.pid,
  /** Whether a process of this host is alive. */
  isAlive(pid: number): boolean {
    try {
      return process.kill(pid, 0);
    } catch (thrown) {
      // One of another user may not be signalled, but it is there.
      return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
    }
  },
};
