import type { ResetPartition } from '#lib/shared/group.ts'
import { KafkaError } from './kafka-error.ts'
import type { TopicPartition } from './kafka-request.ts'
import { timeOf } from './time-of.ts'

/** ResetTarget is where a group's offsets shall go. */
export type ResetTarget =
  | { readonly to: 'earliest' | 'latest' }
  | { readonly to: 'time'; readonly milliseconds: number }
  | { readonly to: 'offset'; readonly offset: bigint }
  | { readonly to: 'by'; readonly records: bigint }

/** readResetTarget reads `earliest`, `latest`, `time:…`, `offset:n`, `by:±n`. Throws `bad_request` for anything else. */
export function readResetTarget(text: string): ResetTarget {
  if (text === 'earliest' || text === 'latest') return { to: text }
  const colon = text.indexOf(':')
  const [kind, argument] = [text.slice(0, colon), text.slice(colon + 1)]
  if (kind === 'offset' && /^\d{1,18}$/.test(argument)) return { to: 'offset', offset: BigInt(argument) }
  if (kind === 'by' && /^[+-]?\d{1,18}$/.test(argument))
    return { to: 'by', records: BigInt(argument.replace('+', '')) }
  const milliseconds = kind === 'time' ? timeOf(argument) : null
  if (milliseconds !== null) return { to: 'time', milliseconds }
  throw new KafkaError({
    code: 'bad_request',
    message: 'A group can’t be reset to that.',
    advice: 'Write earliest, latest, time:2026-01-31T00:00:00Z, offset:123 or by:-100.',
    retriable: false,
  })
}

/** ResetPlace is one partition as it stands before a reset. */
export interface ResetPlace extends TopicPartition {
  /** What the group has committed; null where nothing. */
  readonly committed: bigint | null
  /** Null where the leader did not say. */
  readonly low: bigint | null
  readonly high: bigint | null
  /** The first offset at the time asked for; null when no record is so young, or none was asked for. */
  readonly atTime: bigint | null
  /** Why there are no offsets. */
  readonly problem: string | null
}

/**
 * planReset says for each partition what would be committed: a real offset between the log's beginning and its end,
 * never a number that stands for one. Pure.
 */
export function planReset(places: readonly ResetPlace[], target: ResetTarget): ResetPartition[] {
  return places.map((place) => planOne(place, target))
}

function planOne(place: ResetPlace, target: ResetTarget): ResetPartition {
  const { topic, partition, committed, low, high } = place
  const texts = { low: textOrNull(low), high: textOrNull(high), old: textOrNull(committed) }
  const skipped = (message: string): ResetPartition => ({
    ...{ topic, partition, ...texts },
    ...{ new: null, difference: null, clamped: null, status: 'skipped', message },
  })
  if (low === null || high === null) return skipped(place.problem ?? 'Its leader gave no offsets.')
  const wanted = wantedOffset(place, target, low, high)
  if (wanted === null) return skipped('The group never committed here, so there is nothing to count from.')
  const next = wanted < low ? low : wanted > high ? high : wanted
  return {
    ...{ topic, partition, ...texts },
    new: String(next),
    difference: committed === null ? null : String(next - committed),
    clamped: wanted < low ? 'low' : wanted > high ? 'high' : null,
    status: next === committed ? 'unchanged' : 'planned',
  }
}

function wantedOffset(place: ResetPlace, target: ResetTarget, low: bigint, high: bigint): bigint | null {
  switch (target.to) {
    case 'earliest':
      return low
    case 'latest':
      return high
    case 'time':
      return place.atTime ?? high
    case 'offset':
      return target.offset
    case 'by':
      return place.committed === null ? null : place.committed + target.records
  }
}

function textOrNull(offset: bigint | null): string | null {
  return offset === null ? null : String(offset)
}
