/**
 * Waits for something unless a signal stops the wait.
 *
 * @returns `null` once the signal is aborted; what was waited for goes on by itself.
 */
export async function unlessStopped<T>(
  waiting: Promise<T>,
  signal: AbortSignal,
): Promise<T | null> {
  if (signal.aborted) return null;
  const stopped = Promise.withResolvers<null>();
  const stop = () => stopped.resolve(null);
  signal.addEventListener("abort", stop);
  try {
    return await Promise.race([waiting, stopped.promise]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
