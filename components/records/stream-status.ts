import { formatBytes, formatCount, formatDuration } from '#components/ui/format.ts'
import type { StreamFacts } from '#lib/client/record-stream/protocol.ts'
import { SCAN_BUDGET_BYTES } from '#lib/client/record-stream/scan-budget.ts'
import type { StreamGate } from '#lib/client/record-stream/use-record-stream.ts'

export interface StreamStatus {
  dot: 'idle' | 'ok' | 'warn' | 'bad' | 'live'
  /** One or two words for the badge. */
  word: string
  /** The whole sentence, for what needs one. */
  sentence: string | null
  action: 'start' | 'go-on' | 'restart' | null
}

type Facts = Pick<
  StreamFacts,
  | 'phase'
  | 'endReason'
  | 'canGoOn'
  | 'seconds'
  | 'read'
  | 'retryInMs'
  | 'error'
  | 'partitions'
  | 'partitionErrors'
>

/** streamStatus says in words how a reading stands. `live`: it follows the topic rather than ending somewhere. */
export function streamStatus(facts: Facts, gate: StreamGate, live: boolean): StreamStatus {
  if (facts.phase === 'ended') return endedStatus(facts)
  if (facts.phase === 'failed') return { dot: 'bad', word: 'Failed', sentence: null, action: 'start' }
  switch (gate) {
    case 'stopped':
      return {
        dot: 'idle',
        word: 'Stopped',
        sentence: 'Reading is stopped; it goes on where it stood.',
        action: 'start',
      }
    case 'hidden':
      return { dot: 'idle', word: 'Paused', sentence: 'Paused while this tab is not seen.', action: null }
    case 'other-tabs':
      return {
        dot: 'warn',
        word: 'Waiting',
        sentence:
          'Paused: other tabs are streaming. A browser carries four streams of Keystream at a time; close or leave one of the other tabs and this one goes on.',
        action: null,
      }
    case 'open':
      return openStatus(facts, live)
  }
}

function openStatus(facts: Facts, live: boolean): StreamStatus {
  switch (facts.phase) {
    case 'reading':
      return (
        awayStatus(facts) ?? { dot: 'live', word: live ? 'Live' : 'Reading', sentence: null, action: null }
      )
    case 'held':
      return {
        dot: 'ok',
        word: 'Holding',
        sentence:
          'Reading waits, so that the rows you look at stay. Scroll on, or choose the button above, to continue.',
        action: null,
      }
    case 'reconnecting': {
      const wait = facts.retryInMs === null ? 'now' : `in ${formatDuration(facts.retryInMs)}`
      const why = facts.error === null ? 'The stream broke.' : facts.error.message
      return {
        dot: 'warn',
        word: 'Reconnecting',
        sentence: `${why} Trying again ${wait}; reading goes on where it stood.`,
        action: 'start',
      }
    }
    default:
      return { dot: 'idle', word: 'Connecting', sentence: null, action: null }
  }
}

/** The stream from our server stands while the cluster behind it may be gone: no partition can be read. */
function awayStatus({ partitions, partitionErrors }: Facts): StreamStatus | null {
  const [first] = partitionErrors
  if (!first || partitionErrors.length < partitions.length) return null
  return {
    dot: 'warn',
    word: 'Waiting',
    sentence: `${first.message} Reading goes on where it stood, as soon as it can.`,
    action: null,
  }
}

function endedStatus(facts: Pick<StreamFacts, 'endReason' | 'canGoOn' | 'seconds' | 'read'>): StreamStatus {
  const took = facts.seconds === null ? '' : ` in ${formatDuration(facts.seconds * 1000)}`
  const read = `${formatCount(facts.read)} ${facts.read === 1 ? 'record' : 'records'} read${took}.`
  const ends = {
    'reached-end': `The range is read to its end: ${read}`,
    limit: `The limit is reached: ${read}`,
    deadline: `The time for one reading is over: ${read}`,
    budget: `One reading ends after ${formatBytes(SCAN_BUDGET_BYTES)}, before the end of the range: ${read}`,
    cancelled: `The reading was ended: ${read}`,
  }
  return {
    dot: facts.endReason === 'reached-end' ? 'ok' : 'warn',
    word: facts.endReason === 'limit' ? 'Limit reached' : 'Ended',
    sentence: facts.endReason === null ? null : ends[facts.endReason],
    action: facts.canGoOn ? 'go-on' : 'restart',
  }
}
