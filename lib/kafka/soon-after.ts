/**
 * soonAfter resolves `ms` milliseconds after the signal's abort, which may come while it is waited for; never when `done`
 * is aborted before. No timer is left behind then.
 */
export function soonAfter(signal: AbortSignal, ms: number, done: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const begin = (): void => {
    const timer = setTimeout(resolve, ms)
    done.addEventListener('abort', () => clearTimeout(timer), { once: true })
  }
  if (signal.aborted) begin()
  else signal.addEventListener('abort', begin, { once: true, signal: done })
  return promise
}
