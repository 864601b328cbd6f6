import { type TimeStyle, zoneOfStyle } from '#lib/client/time-style.ts'
import { localZone, offsetWords, wallTime } from '#lib/client/time-zone.ts'

/** formatRecordTime writes a record's timestamp (milliseconds) as chosen; `now` tells the present year, and ages. */
export function formatRecordTime(timestamp: number, style: TimeStyle, now: number): string {
  if (timestamp < 0) return 'no time'
  if (style === 'relative') return formatAge(now - timestamp)
  if (style === 'epoch') return String(timestamp)
  const zone = zoneOfStyle(style)
  const wall = wallTime(timestamp, zone)
  if (wall === '') return String(timestamp)
  const thisYear = wall.slice(0, 5) === wallTime(now, zone).slice(0, 5)
  return (thisYear ? wall.slice(5) : wall).replace('T', ' ')
}

/** timeWords writes a timestamp in every way that is at hand, one a line: what stands behind a time in the list. */
export function timeWords(timestamp: number, style: TimeStyle, now: number): string {
  if (timestamp < 0) return 'The record has no timestamp.'
  const zones = new Set([zoneOfStyle(style), localZone(), 'UTC'])
  const walls = [...zones].flatMap((zone) => {
    const wall = wallTime(timestamp, zone)
    const offset = offsetWords(timestamp, zone)
    return wall === '' ? [] : [`${wall.replace('T', ' ')} ${zone === 'UTC' ? zone : `${zone} (${offset})`}`]
  })
  return [...walls, formatAge(now - timestamp), `${timestamp} ms since 1970`].join('\n')
}

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const

/** formatAge writes how long ago in one unit; a clock ahead of ours gives "in 3 s". */
function formatAge(milliseconds: number): string {
  const size = Math.abs(milliseconds)
  if (size < 1000) return 'now'
  const [unit, length] = units.find(([, each]) => size >= each) ?? (['s', 1000] as const)
  const text = `${Math.floor(size / length)} ${unit}`
  return milliseconds < 0 ? `in ${text}` : `${text} ago`
}
