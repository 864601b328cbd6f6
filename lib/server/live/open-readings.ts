import 'server-only'
import { AppError } from '#lib/server/base/app-error.ts'
import { singleton } from '#lib/server/base/singleton.ts'

/** Each reading holds a socket or two at every broker of somebody's cluster. */
const MAX_READINGS_PER_TEAM = 50
/** One person's scans must leave their team some: more panes than a screen shows, and an export or two. */
const MAX_READINGS_PER_PERSON = 20
/** Each holds about 20 MB while it is busy; more than this is for a second server. */
const MAX_READINGS = 200
/** A viewer who shares another's reading costs a connection and at most 2 MB that it has not taken. */
const MAX_VIEWERS = 2_000
/** Many who open the same topic at once have caught up, one after the other, long before this. */
const PATIENCE_MS = 10_000
const RETRY_AFTER_SECONDS = 5

export interface Reader {
  readonly teamId: string
  /** Unique in the team. */
  readonly person: string
}

export interface OpenReading {
  /** Aborts when the viewer leaves, or the server stops. */
  readonly signal: AbortSignal
  /** From here on it is a viewer of what is read for others too. */
  readonly joined: () => void
  readonly close: () => void
}

interface Registry {
  readonly readings: Map<AbortController, Reader>
  readonly viewers: Set<AbortController>
  /** Called when there may be room again. */
  readonly waiting: Set<() => void>
}

const registry = (): Registry =>
  singleton('live-readings', () => ({ readings: new Map(), viewers: new Set(), waiting: new Set() }))

/**
 * openReading counts a reading in for as long as its viewer stays, and waits for its turn when the person, the
 * team, or the server reads too much at once. Throws AppError `rate_limited` when its turn does not come within `patienceMs`.
 */
export async function openReading(
  reader: Reader,
  viewer: AbortSignal,
  patienceMs = PATIENCE_MS,
): Promise<OpenReading> {
  const { readings, viewers, waiting } = registry()
  const full = (): boolean => {
    const ofTeam = [...readings.values()].filter(({ teamId }) => teamId === reader.teamId)
    return (
      ofTeam.filter(({ person }) => person === reader.person).length >= MAX_READINGS_PER_PERSON ||
      ofTeam.length >= MAX_READINGS_PER_TEAM ||
      readings.size >= MAX_READINGS ||
      readings.size + viewers.size >= MAX_VIEWERS
    )
  }
  const latest = AbortSignal.any([viewer, AbortSignal.timeout(patienceMs)])
  while (full()) {
    if (latest.aborted || patienceMs === 0) throw tooMany()
    await change(waiting, latest)
  }
  const stop = new AbortController()
  readings.set(stop, reader)
  const left = (): void => {
    for (const wake of waiting) wake()
  }
  const joined = (): void => {
    if (!readings.delete(stop)) return
    viewers.add(stop)
    left()
  }
  const close = (): void => {
    readings.delete(stop)
    viewers.delete(stop)
    viewer.removeEventListener('abort', close)
    stop.abort()
    left()
  }
  viewer.addEventListener('abort', close, { once: true })
  if (viewer.aborted) close()
  return { signal: stop.signal, joined, close }
}

async function change(waiting: Set<() => void>, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const wake = (): void => {
      waiting.delete(wake)
      signal.removeEventListener('abort', wake)
      resolve()
    }
    waiting.add(wake)
    signal.addEventListener('abort', wake, { once: true })
  })
}

function tooMany(): AppError {
  return new AppError({
    code: 'rate_limited',
    message: 'Too many topics are being read at once.',
    advice: 'Close some live views and try again.',
    retryAfter: RETRY_AFTER_SECONDS,
  })
}
