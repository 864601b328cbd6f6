/** Browsers list some zones by names that their places have left behind, and know these all the same. */
const presentNames = [
  ...['Africa/Asmara', 'America/Argentina/Buenos_Aires', 'America/Indiana/Indianapolis', 'America/Nuuk'],
  ...['Asia/Ho_Chi_Minh', 'Asia/Kathmandu', 'Asia/Kolkata', 'Asia/Yangon', 'Atlantic/Faroe', 'Europe/Kyiv'],
  ...['Pacific/Chuuk', 'Pacific/Kanton', 'Pacific/Pohnpei'],
]

/**
 * zoneNames lists the zones that this browser knows by their IANA names, in the order of the alphabet. `UTC` is not
 * among them: it is no place.
 */
export function zoneNames(): readonly string[] {
  const names = new Set([...Intl.supportedValuesOf('timeZone'), ...presentNames.filter(isZone)])
  names.delete('UTC')
  return [...names].sort()
}

let local: string | null = null

/** localZone is the name of the zone that this browser is in, as it was when first asked: asking takes a row's time. */
export function localZone(): string {
  local ??= Intl.DateTimeFormat().resolvedOptions().timeZone
  return local
}

/** isZone tells whether this browser can show times in a zone, by its IANA name; a bare offset is none. */
export function isZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/.test(name)) return false
  try {
    return formatterOf(name).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  })
  formatters.set(zone, made)
  return made
}

/** No zone changes its clock but at a quarter of an hour, so that an offset asked for once serves all of it. */
const QUARTER_MS = 900_000
/** A list over days asks for few quarters; one over years begins anew now and then. */
const MAX_OFFSETS = 5_000
const offsets = new Map<string, number>()

/** offsetOf gives how far a zone's clock is before UTC at a time, in milliseconds. Throws RangeError for no zone. */
export function offsetOf(at: number, zone: string): number {
  if (zone === 'UTC') return 0
  const quarter = Math.floor(at / QUARTER_MS)
  const name = `${zone} ${quarter}`
  const known = offsets.get(name)
  if (known !== undefined) return known
  if (offsets.size >= MAX_OFFSETS) offsets.clear()
  const offset = measureOffset(quarter * QUARTER_MS, zone)
  offsets.set(name, offset)
  return offset
}

function measureOffset(at: number, zone: string): number {
  const part: Record<string, string> = {}
  for (const { type, value } of formatterOf(zone).formatToParts(at)) part[type] = value
  const { year = '', month = '', day = '', hour = '', minute = '', second = '' } = part
  const clock = new Date(0)
  clock.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  clock.setUTCHours(Number(hour), Number(minute), Number(second))
  return clock.getTime() - at
}

/** wallTime writes a time (milliseconds since 1970) as a zone's clock shows it: `2026-01-31T10:00:00.000`; '' for no time. */
export function wallTime(at: number, zone: string): string {
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return ''
  const shown = new Date(at + offsetOf(at, zone))
  return Number.isNaN(shown.getTime()) ? '' : shown.toISOString().slice(0, -1)
}

/**
 * timeOfWall is the other way: the time (milliseconds) at which a zone's clock shows `2026-01-31T10:00` (seconds and
 * their fractions may follow), NaN for no such text. Of an hour that comes twice it takes the first; a clock that
 * leaps over a time shows it an hour later.
 */
export function timeOfWall(text: string, zone: string): number {
  if (!/^\d{4,6}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?$/.test(text)) return Number.NaN
  const wall = Date.parse(`${text}Z`)
  if (Number.isNaN(wall)) return Number.NaN
  // No zone is further than a day from UTC: what its clock did before and after stands on either side.
  const before = wall - offsetOf(wall - DAY_MS, zone)
  const after = wall - offsetOf(wall + DAY_MS, zone)
  const found = [before, after].filter((at) => at + offsetOf(at, zone) === wall)
  return found.length > 0 ? Math.min(...found) : before
}

const DAY_MS = 86_400_000

/** offsetWords writes how far a zone is from UTC at a time: `UTC+05:30`. */
export function offsetWords(at: number, zone: string): string {
  const minutes = Math.round(offsetOf(at, zone) / 60_000)
  if (minutes === 0) return 'UTC'
  const size = Math.abs(minutes)
  const pad = (value: number) => String(value).padStart(2, '0')
  return `UTC${minutes < 0 ? '−' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`
}
