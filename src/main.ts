import { enableCompileCache } from 'node:module';

/** npm passes on a signal that the terminal has sent already; only a later one is a second wish. */
const secondSignalMs = 500;

let stop: (() => Promise<void>) | undefined;
let firstSignalAt: number | undefined;

function onSignal(signal: NodeJS.Signals): void {
  const now = performance.now();
  if (firstSignalAt === undefined) {
    firstSignalAt = now;
    if (!stop) process.exit(0);
    void stop().then(() => process.exit(0));
  } else if (now - firstSignalAt >= secondSignalMs) process.exit(signal === 'SIGINT' ? 130 : 143);
}

process.on('SIGTERM', onSignal);
process.on('SIGINT', onSignal);
// The SDKs leave some rejections of their own unhandled, for example when a stop meets a reconnect.
process.on('unhandledRejection', (reason) => {
  console.error(
    `A promise was rejected and nobody listened (${reason instanceof Error ? reason.name : typeof reason}).`,
  );
});

// Compiling the packages takes half of a start without it. Where nothing can be written, this does nothing.
enableCompileCache();
const { describeStartError, startFootnote } = await import('./app/app.ts');
const { loadEnv, readConfig } = await import('./config/index.ts');

try {
  const footnote = await startFootnote(readConfig(loadEnv()));
  stop = footnote.stop;
  void footnote.replaced.then(() => process.exit(1));
} catch (thrown) {
  const { message, exitCode } = describeStartError(thrown);
  console.error(message);
  process.exit(exitCode);
}
