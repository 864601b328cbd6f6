/**
 * A browser opens six HTTP/1.1 connections to an origin, over all tabs: with six streams open the next page would
 * not even load. Four may stream, two stay for everything else.
 */
const STREAMS_PER_BROWSER = 4

/** LockRequests is what is used of `navigator.locks`. */
export interface LockRequests {
  request<T>(
    name: string,
    options: { ifAvailable?: boolean; signal?: AbortSignal },
    run: (lock: object | null) => Promise<T>,
  ): Promise<T>
}

export interface SlotOptions {
  signal: AbortSignal
  /** Called when all slots are taken by other tabs and the waiting begins. */
  waiting: () => void
  locks?: LockRequests | undefined
}

/**
 * withStreamSlot runs `run` while holding one of the browser's four places for a stream, and gives the place back
 * when its promise settles. Where locks are missing (plain HTTP on another host) or not needed (HTTP/2 carries any
 * number of streams on one connection) it runs at once. Rejects with an AbortError when the signal aborts before.
 */
export async function withStreamSlot(options: SlotOptions, run: () => Promise<void>): Promise<void> {
  const locks = 'locks' in options ? options.locks : browserLocks()
  options.signal.throwIfAborted()
  if (locks === undefined) return run()
  for (let slot = 0; slot < STREAMS_PER_BROWSER; slot += 1) {
    const ran = await locks.request(slotName(slot), { ifAvailable: true }, async (lock) => {
      if (lock === null) return false
      await run()
      return true
    })
    if (ran) return
    options.signal.throwIfAborted()
  }
  options.waiting()
  await runInFirstFree(locks, options.signal, run)
}

/** Stands in all four queues and takes the first place that comes free. */
async function runInFirstFree(
  locks: LockRequests,
  signal: AbortSignal,
  run: () => Promise<void>,
): Promise<void> {
  const others = new AbortController()
  const works: Promise<void>[] = []
  const queues = Array.from({ length: STREAMS_PER_BROWSER }, (_, slot) =>
    locks.request(slotName(slot), { signal: AbortSignal.any([signal, others.signal]) }, async () => {
      if (works.length > 0) return
      const work = run()
      works.push(work)
      others.abort()
      await work
    }),
  )
  await Promise.allSettled(queues)
  if (works.length === 0) signal.throwIfAborted()
  await Promise.all(works)
}

function slotName(slot: number): string {
  return `keystream-stream-${slot}`
}

function browserLocks(): LockRequests | undefined {
  const [page] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  if (page?.nextHopProtocol === 'h2' || page?.nextHopProtocol === 'h3') return undefined
  // Missing on plain HTTP, whatever the types say.
  return 'locks' in navigator ? navigator.locks : undefined
}
