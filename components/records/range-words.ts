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

/** rangeWords says a range in words: "newest 100 → live". */
export function rangeWords(from: string, to: string): string {
  return `${edgeWords(from)} → ${edgeWords(to)}`
}

function edgeWords(text: string): string {
  const { kind, value } = split(text)
  if (kind === 'time') return localTime(value).replace('T', ' ')
  if (kind === 'offsets') return 'chosen offsets'
  return value === '' ? kind : `${kind} ${value}`
}

/** localTime turns an ISO time into what a datetime-local field holds, in this browser's zone, to the second. */
export function localTime(iso: string): string {
  const at = new Date(iso)
  if (Number.isNaN(at.getTime())) return ''
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19)
}

/** isoTime is the other way; an unfinished field gives the empty text. */
export function isoTime(local: string): string {
  const at = new Date(local)
  return Number.isNaN(at.getTime()) ? '' : at.toISOString().replace('.000Z', 'Z')
}
