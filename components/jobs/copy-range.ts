import type { CopySpec } from '#lib/shared/copy-spec.ts'
import { numberOf } from './number-of.ts'

/** CopyRange is the form's part about where in a topic a copy begins and ends. */
export interface CopyRange {
  /** `all` ends at the end as it is now; `group` can be taken up again where it ended; `chosen` is `from` to `to`. */
  range: 'all' | 'newest' | 'live' | 'group' | 'chosen'
  newest: string
  from: string
  to: string
  /** Null reads all; not with a group, which keeps a place in every one. */
  onlyPartitions: readonly number[] | null
}

export const wholeTopic: CopyRange = {
  range: 'all',
  newest: '1000',
  from: 'earliest',
  to: 'latest',
  onlyPartitions: null,
}

/** copyRangeOf gives the fields that say a range; the common ones have words of their own. */
export function copyRangeOf(spec: Pick<CopySpec, 'from' | 'to' | 'group' | 'partitions'>): CopyRange {
  const { from, to, group, partitions } = spec
  const rest = { ...wholeTopic, onlyPartitions: partitions ?? null }
  const newest = /^newest:(\d+)$/.exec(from)?.[1]
  if (group) return { ...rest, range: 'group' }
  if (from === 'earliest' && to === 'latest') return rest
  if (newest !== undefined && to === 'latest') return { ...rest, range: 'newest', newest }
  if (from === 'latest' && to === 'live') return { ...rest, range: 'live' }
  return { ...rest, range: 'chosen', from, to }
}

/** rangeOfCopy is the other way. */
export function rangeOfCopy(form: CopyRange): Pick<CopySpec, 'from'> & Partial<CopySpec> {
  const { range, newest, from, to, onlyPartitions } = form
  if (range === 'group') return { from: 'earliest', group: {} }
  const partitions = onlyPartitions === null ? {} : { partitions: [...onlyPartitions] }
  if (range === 'live') return { from: 'latest', to: 'live', ...partitions }
  if (range === 'chosen') return { from, to, ...partitions }
  return { from: range === 'newest' ? `newest:${numberOf(newest)}` : 'earliest', ...partitions }
}
