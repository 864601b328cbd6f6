import { offsetWords, timeOfWall, wallTime } from '#lib/client/time-zone.ts'

/** The ways a range begins or ends, as a form offers them. */
export type StartKind = 'newest' | 'earliest' | 'latest' | 'offset' | 'time' | 'offsets'
export type EndKind = 'live' | 'latest' | 'offset' | 'time'

export interface RangeEdge<K extends string> {
  kind: K
  /** A count, an offset, or an ISO time, as the kind wants; empty for the others. */
  value: string
}

/** splitStart and splitEnd take the API's words apart for a form; joinEdge puts them together again. */
export function splitStart(from: string): RangeEdge<StartKind> {
  return split(from) as RangeEdge<StartKind>
}

export function splitEnd(to: string): RangeEdge<EndKind> {
  return split(to) as RangeEdge<EndKind>
}

export function joinEdge(edge: RangeEdge<string>): string {
  return edge.value === '' ? edge.kind : `${edge.kind}:${edge.value}`
}

function split(text: string): RangeEdge<string> {
  const colon = text.indexOf(':')
  return colon < 0 ? { kind: text, value: '' } : { kind: text.slice(0, colon), value: text.slice(colon + 1) }
}

/** edgeError says what is wrong with what was typed for a start or an end, in words; null when it is good. */
export function edgeError(edge: RangeEdge<string>): string | null {
  switch (edge.kind) {
    case 'newest':
      return /^[1-9]\d{0,6}$/.test(edge.value) ? null : 'A whole number from 1 to 9,999,999.'
    case 'offset':
      return /^\d{1,19}$/.test(edge.value) ? null : 'An offset is a whole number.'
    case 'time':
      return Number.isNaN(Date.parse(edge.value)) ? 'Choose a date and a time.' : null
    default:
      return null
  }
}

/** orderError says when a range ends before it begins, as far as that can be told without asking; else null. */
export function orderError(from: RangeEdge<string>, to: RangeEdge<string>): string | null {
  if (from.kind !== to.kind || (from.kind !== 'time' && from.kind !== 'offset')) return null
  const place = ({ value }: RangeEdge<string>) => (from.kind === 'time' ? Date.parse(value) : Number(value))
  return place(to) <= place(from) ? 'The range ends before it begins.' : null
}

/** rangeWords says a range in words, times by the clock of a zone: "newest 100 → live". */
export function rangeWords(from: string, to: string, zone: string): string {
  return `${edgeWords(from, zone)} → ${edgeWords(to, zone)}`
}

function edgeWords(text: string, zone: string): string {
  const { kind, value } = split(text)
  if (kind === 'time') return localTime(value, zone).replace('T', ' ')
  if (kind === 'offsets') return 'chosen offsets'
  return value === '' ? kind : `${kind} ${value}`
}

/** zoneWords names a zone and how far it is from UTC at an ISO time: "Asia/Kolkata, UTC+05:30". */
export function zoneWords(zone: string, iso: string): string {
  const at = Date.parse(iso)
  return zone === 'UTC' || Number.isNaN(at) ? zone : `${zone}, ${offsetWords(at, zone)}`
}

/** localTime turns an ISO time into what a datetime-local field holds, in a zone, to the second. */
export function localTime(iso: string, zone: string): string {
  return wallTime(new Date(iso).getTime(), zone).slice(0, 19)
}

/** isoTime is the other way; an unfinished field gives the empty text. */
export function isoTime(local: string, zone: string): string {
  const at = timeOfWall(local, zone)
  return Number.isNaN(at) ? '' : new Date(at).toISOString().replace('.000Z', 'Z')
}
