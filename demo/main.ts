import { z } from 'zod';
import { ConfigError, loadEnv } from '../src/config/index.ts';
import { isTaken, startDemo } from './demo.ts';
import { BotEndedError } from './killable-bot.ts';

const portShape = z.coerce.number().int().min(1).max(65_535).optional();
const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stopped.abort());

try {
  process.exit(await run());
} catch (thrown) {
  if (stopped.signal.aborted) process.exit(0);
  console.error(describe(thrown));
  process.exit(thrown instanceof ConfigError ? 78 : 1);
}

/** Runs the demo until somebody or something ends it. */
async function run(): Promise<number> {
  const env = loadEnv();
  const port = portShape.safeParse(env['DEMO_PORT'] || undefined);
  if (!port.success) throw new ConfigError(['DEMO_PORT: must be a whole number from 1 to 65535.']);
  const demo = await startDemo(env, port.data, stopped.signal);
  console.log(
    `\nFootnote's demo is running: ${demo.url}\n\nOpen it in a browser and ask something. Ctrl+C ends the demo.\n`,
  );
  const how = await Promise.race([demo.botEnded, aborted(stopped.signal)]);
  await demo.stop();
  if (how === undefined || stopped.signal.aborted) return 0;
  console.error(`The bot has ended (${how}), and the demo with it. Start it again with: npm run demo`);
  return 1;
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

function describe(thrown: unknown): string {
  if (thrown instanceof ConfigError || thrown instanceof BotEndedError) return thrown.message;
  if (isTaken(thrown)) return 'The port of the demo is in use. Set DEMO_PORT to a free one.';
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : 'The demo could not start.';
}
