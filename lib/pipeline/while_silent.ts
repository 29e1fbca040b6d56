/** How often event time is looked at again while an input is silent. */
const IDLE_TICK_MS = 1_000;
/** How often the clock is looked at where rows have the time at which they are read (T9). */
export const CLOCK_TICK_MS = 50;
const SILENT: unique symbol = Symbol("silent");

/** What is done while input is waited for. */
export interface WhileSilent {
  /** How long nothing may come before {@linkcode WhileSilent.onIdle} is called; Infinity for ever. */
  readonly idleMs: number;
  /** Called then, and each second after it. */
  readonly onIdle: () => Promise<void>;
  /** Called every {@linkcode CLOCK_TICK_MS}; `null` where nothing goes by the clock. */
  readonly onTick: (() => Promise<void>) | null;
}

/** Waits for input, and does what is due meanwhile. */
export async function whileSilent<T>(
  reading: Promise<T>,
  { idleMs, onIdle, onTick }: WhileSilent,
): Promise<T> {
  let leftMs = idleMs;
  for (;;) {
    const waitMs = onTick === null ? leftMs : Math.min(leftMs, CLOCK_TICK_MS);
    const silence = Promise.withResolvers<typeof SILENT>();
    const timer = setTimeout(() => silence.resolve(SILENT), waitMs);
    const got = await Promise.race([reading, silence.promise])
      .finally(() => clearTimeout(timer));
    if (got !== SILENT) return got;
    await onTick?.();
    leftMs -= waitMs;
    if (leftMs > 0) continue;
    leftMs = IDLE_TICK_MS;
    await onIdle();
  }
}
