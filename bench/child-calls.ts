import type { ChildProcess } from 'node:child_process';
import { z } from 'zod';

const request = z.object({ call: z.number(), name: z.string(), args: z.unknown() });
const reply = z.object({ call: z.number(), result: z.unknown().optional(), error: z.string().optional() });

/** What a child process does when its parent calls it by name; what it throws is told to the parent. */
export type Handlers = Readonly<Record<string, (args: unknown) => unknown>>;

/** In a forked process: answers the parent's calls, and ends when the parent is gone. */
export function answerCalls(handlers: Handlers): void {
  process.on('disconnect', () => process.exit(0));
  process.on('message', async (message) => {
    const parsed = request.safeParse(message);
    if (!parsed.success) return;
    const { call, name, args } = parsed.data;
    try {
      const handler = handlers[name];
      if (!handler) throw new Error(`There is no ${name}.`);
      process.send?.({ call, result: await handler(args) });
    } catch (thrown) {
      process.send?.({ call, error: thrown instanceof Error ? thrown.message : String(thrown) });
    }
  });
}

/** Calls a forked process by name; `undefined` results come as such. Rejects with what was thrown there, after `timeoutMs`, or when the process ends. */
export type Call = <T>(name: string, args: unknown, result: z.ZodType<T>, timeoutMs?: number) => Promise<T>;

const defaultTimeoutMs = 20_000;

/** The parent's side of {@link answerCalls}. */
export function createCall(child: ChildProcess): Call {
  const open = new Map<number, (outcome: z.infer<typeof reply> | Error) => void>();
  let calls = 0;
  child.on('message', (message) => {
    const parsed = reply.safeParse(message);
    if (parsed.success) open.get(parsed.data.call)?.(parsed.data);
  });
  child.once('exit', (code, signal) => {
    for (const settle of open.values()) settle(new Error(`The process ended with ${code ?? signal}.`));
  });
  return (name, args, result, timeoutMs = defaultTimeoutMs) =>
    new Promise((resolve, reject) => {
      calls += 1;
      const call = calls;
      const timer = setTimeout(() => settle(new Error(`${name} took longer than ${timeoutMs} ms.`)), timeoutMs);
      const settle = (outcome: z.infer<typeof reply> | Error) => {
        clearTimeout(timer);
        open.delete(call);
        if (outcome instanceof Error) reject(outcome);
        else if (outcome.error !== undefined) reject(new Error(`${name}: ${outcome.error}`));
        else resolve(result.parse(outcome.result));
      };
      open.set(call, settle);
      child.send({ call, name, args }, (error) => {
        if (error) settle(error);
      });
    });
}
