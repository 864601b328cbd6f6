/** orAborted waits for the work or rejects with the signal's reason, whichever comes first; the work goes on unseen. */
export async function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work
  let stop = (): void => undefined
  const aborted = new Promise<never>((_, reject) => {
    const onAbort = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error('Aborted'))
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    stop = () => signal.removeEventListener('abort', onAbort)
  })
  // Whoever loses the race must not become an unhandled rejection.
  work.catch(() => undefined)
  return Promise.race([work, aborted]).finally(stop)
}
