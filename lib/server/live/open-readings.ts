import 'server-only'
import { AppError } from '#lib/server/base/app-error.ts'
import { singleton } from '#lib/server/base/singleton.ts'

/** Each reading holds a socket or two at every broker of somebody's cluster. */
const MAX_READINGS_PER_TEAM = 50
/** Each holds about 20 MB while it is busy; more than this is for a second server. */
const MAX_READINGS = 200
const RETRY_AFTER_SECONDS = 5

export interface OpenReading {
  /** Aborts when the viewer leaves, or the server stops. */
  readonly signal: AbortSignal
  readonly close: () => void
}

interface Registry {
  readonly readings: Map<AbortController, string>
}

const registry = (): Registry => singleton('live-readings', () => ({ readings: new Map() }))

/**
 * openReading counts a reading in for as long as its viewer stays. Throws AppError `rate_limited` when the team, or
 * the server, has too many at once.
 */
export function openReading(teamId: string, viewer: AbortSignal): OpenReading {
  const { readings } = registry()
  const ofTeam = [...readings.values()].filter((id) => id === teamId).length
  if (ofTeam >= MAX_READINGS_PER_TEAM || readings.size >= MAX_READINGS) {
    throw new AppError({
      code: 'rate_limited',
      message: 'Too many topics are being read at once.',
      advice: 'Close some live views and try again.',
      retryAfter: RETRY_AFTER_SECONDS,
    })
  }
  const stop = new AbortController()
  readings.set(stop, teamId)
  const close = (): void => {
    readings.delete(stop)
    viewer.removeEventListener('abort', close)
    stop.abort()
  }
  viewer.addEventListener('abort', close, { once: true })
  if (viewer.aborted) close()
  return { signal: stop.signal, close }
}
