/**
 * Loaded into the bot's process before the bot (`node --import`): at SIGUSR2 the wall clock jumps by `CLOCK_JUMP_MS`, as
 * when somebody sets the clock of the machine. Timers and `performance.now()` go on, as they do then.
 */
const realNow = Date.now;
const jumpMs = Number(process.env['CLOCK_JUMP_MS'] ?? 0);
let offsetMs = 0;

Date.now = () => realNow() + offsetMs;
globalThis.Date = new Proxy(Date, {
  construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [Date.now()] : args, newTarget),
});
process.on('SIGUSR2', () => {
  offsetMs += jumpMs;
});
