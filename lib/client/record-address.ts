import { EndSchema, StartSchema } from '#lib/shared/record.ts'
import { TopicNameSchema } from '#lib/shared/topic.ts'

export type FilterPlace = 'key' | 'value' | 'headers'
export const filterPlaces: readonly FilterPlace[] = ['key', 'value', 'headers']

/** How the time column speaks: since when, in this browser's zone, or in UTC. */
export const timeStyles = ['relative', 'local', 'utc'] as const
export type TimeStyle = (typeof timeStyles)[number]

/** RecordPlace names one record of a topic for ever. */
export interface RecordPlace {
  partition: number
  offset: string
}

/** RecordAddress is everything that the live page shows; its text form is the page's query string. */
export interface RecordAddress {
  topic: string | null
  /** Null reads all partitions. */
  partitions: readonly number[] | null
  from: string
  to: string
  isolation: 'committed' | 'uncommitted'
  filterText: string
  /** Where the text is looked for, in the order key, value, headers; never empty. */
  filterIn: readonly FilterPlace[]
  times: TimeStyle
  selected: RecordPlace | null
}

export const defaultAddress: RecordAddress = {
  topic: null,
  partitions: null,
  from: 'newest:100',
  to: 'live',
  isolation: 'committed',
  filterText: '',
  filterIn: filterPlaces,
  times: 'local',
  selected: null,
}

/** The contract's limit for `filter.text`. */
export const MAX_FILTER_TEXT = 1000

/** parseRecordAddress reads a query string. What is missing or makes no sense becomes the default: it never throws. */
export function parseRecordAddress(query: URLSearchParams): RecordAddress {
  const places = query.get('filter.in')?.split(',') ?? []
  const filterIn = filterPlaces.filter((place) => places.includes(place))
  const times = timeStyles.find((style) => style === query.get('times'))
  return {
    topic: TopicNameSchema.safeParse(query.get('topic')).data ?? null,
    partitions: parsePartitions(query.get('partitions') ?? ''),
    from: StartSchema.safeParse(query.get('from')).data ?? defaultAddress.from,
    to: EndSchema.safeParse(query.get('to')).data ?? defaultAddress.to,
    isolation: query.get('isolation') === 'uncommitted' ? 'uncommitted' : 'committed',
    filterText: (query.get('filter.text') ?? '').slice(0, MAX_FILTER_TEXT),
    filterIn: filterIn.length === 0 ? filterPlaces : filterIn,
    times: times ?? defaultAddress.times,
    selected: parsePlace(query.get('record') ?? ''),
  }
}

/** formatRecordAddress is the other way; defaults are left out, so that an untouched page has a clean address. */
export function formatRecordAddress(address: RecordAddress): URLSearchParams {
  const query = new URLSearchParams()
  if (address.topic !== null) query.set('topic', address.topic)
  if (address.partitions !== null) query.set('partitions', address.partitions.join(','))
  if (address.from !== defaultAddress.from) query.set('from', address.from)
  if (address.to !== defaultAddress.to) query.set('to', address.to)
  if (address.isolation !== defaultAddress.isolation) query.set('isolation', address.isolation)
  if (address.filterText !== '') query.set('filter.text', address.filterText)
  if (address.filterIn.length < filterPlaces.length) query.set('filter.in', address.filterIn.join(','))
  if (address.times !== defaultAddress.times) query.set('times', address.times)
  if (address.selected !== null)
    query.set('record', `${address.selected.partition}:${address.selected.offset}`)
  return query
}

/** recordQueryOf gives the query string of the record stream that an address asks for. */
export function recordQueryOf(address: RecordAddress): URLSearchParams {
  const query = new URLSearchParams({ from: address.from, to: address.to, isolation: address.isolation })
  if (address.partitions !== null) query.set('partitions', address.partitions.join(','))
  if (address.filterText !== '') {
    query.set('filter.text', address.filterText)
    query.set('filter.in', address.filterIn.join(','))
  }
  query.set('max_value_bytes', String(SHOWN_VALUE_BYTES))
  return query
}

/** Enough for a row and a first look; the whole value is fetched when its record is opened. */
const SHOWN_VALUE_BYTES = 4096

/** parsePartitions reads `0,2` (blanks and ranges such as `4-7` too) into sorted numbers; null stands for all. */
export function parsePartitions(text: string): number[] | null {
  const found = new Set<number>()
  for (const part of text.split(/[\s,]+/)) {
    const match = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(part)
    if (match === null) continue
    const first = Number(match[1])
    const last = Math.min(Number(match[2] ?? match[1]), first + MAX_PARTITIONS)
    for (let partition = first; partition <= last && found.size < MAX_PARTITIONS; partition += 1)
      found.add(partition)
  }
  return found.size === 0 ? null : [...found].sort((a, b) => a - b)
}

/** A list in an address must fit in an address. */
const MAX_PARTITIONS = 500

function parsePlace(text: string): RecordPlace | null {
  const match = /^(\d{1,6}):(\d{1,19})$/.exec(text)
  return match === null ? null : { partition: Number(match[1]), offset: match[2] ?? '0' }
}
