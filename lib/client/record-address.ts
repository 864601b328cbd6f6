import { type Decoder, DecoderSchema } from '#lib/shared/decoder.ts'
import { MAX_FILTER_EXPRESSION, MAX_FILTER_TEXT } from '#lib/shared/filter.ts'
import { EndSchema, StartSchema } from '#lib/shared/record.ts'
import { TopicNameSchema } from '#lib/shared/topic.ts'
import { formatColumns, parseColumns, type RecordColumn } from './record-columns.ts'
import { parseTimeStyle, type TimeStyle } from './time-style.ts'

export type FilterPlace = 'key' | 'value' | 'headers'
export const filterPlaces: readonly FilterPlace[] = ['key', 'value', 'headers']

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
  /** Each of the three asks for nothing when it is empty; several must all hold. */
  filterText: string
  filterRegex: string
  filterExpr: string
  /** Where text and pattern are looked for, in the order key, value, headers; never empty. */
  filterIn: readonly FilterPlace[]
  /** For text and pattern. */
  anyCase: boolean
  /** How keys and values are read; null as the team reads the topic. */
  keyDecoder: Decoder | null
  valueDecoder: Decoder | null
  times: TimeStyle
  /** Null leaves the columns to what this browser remembers of the topic. */
  columns: readonly RecordColumn[] | null
  selected: RecordPlace | null
}

export const defaultAddress: RecordAddress = {
  topic: null,
  partitions: null,
  from: 'newest:100',
  to: 'live',
  isolation: 'committed',
  filterText: '',
  filterRegex: '',
  filterExpr: '',
  filterIn: filterPlaces,
  anyCase: false,
  keyDecoder: null,
  valueDecoder: null,
  times: 'local',
  columns: null,
  selected: null,
}

/** parseRecordAddress reads a query string. What is missing or makes no sense becomes the default: it never throws. */
export function parseRecordAddress(query: URLSearchParams): RecordAddress {
  const places = query.get('filter.in')?.split(',') ?? []
  const filterIn = filterPlaces.filter((place) => places.includes(place))
  return {
    topic: TopicNameSchema.safeParse(query.get('topic')).data ?? null,
    partitions: parsePartitions(query.get('partitions') ?? ''),
    from: StartSchema.safeParse(query.get('from')).data ?? defaultAddress.from,
    to: EndSchema.safeParse(query.get('to')).data ?? defaultAddress.to,
    isolation: query.get('isolation') === 'uncommitted' ? 'uncommitted' : 'committed',
    filterText: (query.get('filter.text') ?? '').slice(0, MAX_FILTER_TEXT),
    filterRegex: (query.get('filter.regex') ?? '').slice(0, MAX_FILTER_TEXT),
    filterExpr: (query.get('filter.expr') ?? '').slice(0, MAX_FILTER_EXPRESSION),
    anyCase: query.get('filter.case') === 'insensitive',
    filterIn: filterIn.length === 0 ? filterPlaces : filterIn,
    keyDecoder: DecoderSchema.safeParse(query.get('key')).data ?? null,
    valueDecoder: DecoderSchema.safeParse(query.get('value')).data ?? null,
    times: parseTimeStyle(query.get('times') ?? '') ?? defaultAddress.times,
    columns: parseColumns(query.getAll('column')),
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
  if (address.filterRegex !== '') query.set('filter.regex', address.filterRegex)
  if (address.filterExpr !== '') query.set('filter.expr', address.filterExpr)
  if (address.anyCase) query.set('filter.case', 'insensitive')
  if (address.filterIn.length < filterPlaces.length) query.set('filter.in', address.filterIn.join(','))
  setDecoders(query, address)
  if (address.times !== defaultAddress.times) query.set('times', address.times)
  for (const column of formatColumns(address.columns ?? [])) query.append('column', column)
  if (address.selected !== null)
    query.set('record', `${address.selected.partition}:${address.selected.offset}`)
  return query
}

/** recordQueryOf gives the query string of the record stream that an address asks for. */
export function recordQueryOf(address: RecordAddress): URLSearchParams {
  const query = new URLSearchParams({ from: address.from, to: address.to, isolation: address.isolation })
  if (address.partitions !== null) query.set('partitions', address.partitions.join(','))
  const { filterText, filterRegex, filterExpr, filterIn, anyCase } = address
  if (filterText !== '') query.set('filter.text', filterText)
  if (filterRegex !== '') query.set('filter.regex', filterRegex)
  if (filterExpr !== '') query.set('filter.expr', filterExpr)
  if (filterText !== '' || filterRegex !== '') {
    query.set('filter.in', filterIn.join(','))
    if (anyCase) query.set('filter.case', 'insensitive')
  }
  setDecoders(query, address)
  query.set('max_value_bytes', String(SHOWN_VALUE_BYTES))
  return query
}

function setDecoders(query: URLSearchParams, { keyDecoder, valueDecoder }: RecordAddress): void {
  if (keyDecoder !== null) query.set('key', keyDecoder)
  if (valueDecoder !== null) query.set('value', valueDecoder)
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
