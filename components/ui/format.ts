const counts = new Intl.NumberFormat('en-US')
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 })
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' })

const units = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

/** formatRelative says how far a time is from now, both in milliseconds; within 45 s it is "just now". */
export function formatRelative(at: number, now: number): string {
  const seconds = Math.round((at - now) / 1000)
  if (Math.abs(seconds) < 45) return 'just now'
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length || unit === 'minute') {
      return relative.format(Math.trunc(seconds / length) || Math.sign(seconds), unit)
    }
  }
  return 'just now'
}

/** formatCount writes a whole number with separators. */
export function formatCount(value: number | bigint): string {
  return counts.format(value)
}

/** formatCompact writes 1234567 as 1.2M. */
export function formatCompact(value: number): string {
  return compact.format(value)
}

/** formatBytes writes a size with the binary unit that fits: 20 KiB. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${formatCount(Math.round(bytes))} B`
  let value = bytes
  let unit = 'B'
  for (const next of ['KiB', 'MiB', 'GiB', 'TiB']) {
    // 1023.5 would be written as 1024.
    if (value < 1023.5) break
    value /= 1024
    unit = next
  }
  return `${value.toFixed(value < 10 ? 1 : 0)} ${unit}`
}

/** formatDuration writes milliseconds as 12 ms, 1.4 s, 3 min 05 s, 2 h 10 min. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1) return '<1 ms'
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`
  const seconds = milliseconds / 1000
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')} min`
}
