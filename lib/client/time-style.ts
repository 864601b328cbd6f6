import { isZone, localZone } from './time-zone.ts'

/** The ways to write a time that need no zone's name. */
export const timeStyles = ['relative', 'local', 'utc', 'epoch'] as const

/** TimeStyle says how times are written: since when, by this browser's clock, UTC, milliseconds, or a zone's IANA name. */
export type TimeStyle = (typeof timeStyles)[number] | `${string}/${string}`

/** parseTimeStyle reads a style as it stands in an address; null for what is none. */
export function parseTimeStyle(text: string): TimeStyle | null {
  return timeStyles.find((style) => style === text) ?? (hasSlash(text) && isZone(text) ? text : null)
}

function hasSlash(text: string): text is `${string}/${string}` {
  return text.includes('/')
}

/** zoneOfStyle is the zone in which times are to be typed and said while records' times are shown in a style. */
export function zoneOfStyle(style: TimeStyle): string {
  if (style === 'utc') return 'UTC'
  return style === 'relative' || style === 'local' || style === 'epoch' ? localZone() : style
}
