import type { TimeStyle } from '#lib/client/record-address.ts'

const pad = (value: number, width = 2) => String(value).padStart(width, '0')

/** formatRecordTime writes a record's timestamp (milliseconds) as chosen; `now` is only asked for relative ones. */
export function formatRecordTime(timestamp: number, style: TimeStyle, now: number): string {
  if (timestamp < 0) return 'no time'
  if (style === 'relative') return formatAge(now - timestamp)
  const date = new Date(timestamp)
  if (Number.isNaN(date.getTime())) return String(timestamp)
  if (style === 'utc') return date.toISOString().slice(5, 23).replace('T', ' ')
  const day = `${pad(date.getMonth() + 1)}-${pad(date.getDate())}`
  const time = `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`
  return `${day} ${time}.${pad(date.getMilliseconds(), 3)}`
}

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const

/** formatAge writes how long ago in one unit; a clock ahead of ours gives "in 3 s". */
export function formatAge(milliseconds: number): string {
  const size = Math.abs(milliseconds)
  if (size < 1000) return 'now'
  const [unit, length] = units.find(([, each]) => size >= each) ?? (['s', 1000] as const)
  const text = `${Math.floor(size / length)} ${unit}`
  return milliseconds < 0 ? `in ${text}` : `${text} ago`
}
