import { type Generator, plain } from './generator.ts'

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}
const SPAN = /^(\d{1,9})(ms|s|m|h|d)$/
const PARTS = /yyyy|MM|dd|HH|mm|ss|SSS/g
const MAX_FORMAT = 64

const digits = (value: number, width: number): string => String(value).padStart(width, '0')

function part(name: string, date: Date): string {
  if (name === 'yyyy') return digits(date.getUTCFullYear(), 4)
  if (name === 'MM') return digits(date.getUTCMonth() + 1, 2)
  if (name === 'dd') return digits(date.getUTCDate(), 2)
  if (name === 'HH') return digits(date.getUTCHours(), 2)
  if (name === 'mm') return digits(date.getUTCMinutes(), 2)
  if (name === 'ss') return digits(date.getUTCSeconds(), 2)
  return digits(date.getUTCMilliseconds(), 3)
}

/** writerOf gives how a time is written, in UTC, or null for a format that has no part of a time. */
function writerOf(format: string): ((now: number) => string) | null {
  if (format === 'iso') return (now) => new Date(now).toISOString()
  if (format === 'ms') return String
  if (format === 'seconds') return (now) => String(Math.floor(now / 1000))
  if (format.length > MAX_FORMAT || format.match(PARTS) === null) return null
  return (now) => {
    const date = new Date(now)
    return format.replace(PARTS, (name) => part(name, date))
  }
}

const FORMATS = "iso, ms, seconds, or a pattern such as 'yyyy-MM-dd HH:mm:ss.SSS'"

/** Records of one moment share its text: writing a time takes longer than all else in most templates. */
function remembered(write: (now: number) => string): (now: number) => string {
  let at = Number.NaN
  let text = ''
  return (now) => {
    if (now !== at) {
      text = write(now)
      at = now
    }
    return text
  }
}

const now: Generator = ([format = 'iso', ...rest]) => {
  const write = rest.length === 0 ? writerOf(format) : null
  if (write === null) return `it takes at most one format: ${FORMATS}.`
  const written = remembered(write)
  return (source) => written(source.now)
}

const past: Generator = ([span = '', format = 'iso', ...rest]) => {
  const [, amount = '', unit = ''] = SPAN.exec(span) ?? []
  const length = Number(amount) * (UNITS[unit] ?? 0)
  if (!(length > 0)) return 'it takes how far back at most, such as 90s, 12h or 30d.'
  const write = rest.length === 0 ? writerOf(format) : null
  if (write === null) return `after that it takes at most one format: ${FORMATS}.`
  return (source) => write(Math.max(0, Math.floor(source.now - source.random() * length)))
}

/** timeGenerators are moments, in UTC. */
export const timeGenerators = {
  timestamp: plain((source) => String(source.now)),
  now,
  unixSeconds: plain((source) => String(source.now / 1000)),
  past,
} as const satisfies Record<string, Generator>
