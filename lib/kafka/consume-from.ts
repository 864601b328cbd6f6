import type { ConsumeFrom } from './consume-event.ts'
import { LAST_MILLISECOND, timeOf } from './time-of.ts'

/**
 * consumeFrom reads where a consumption begins: earliest, latest, or time:… (ISO 8601 or milliseconds). A time that no
 * date can tell is one after all records, or before them; it is never the other end.
 */
export function consumeFrom(text: string): ConsumeFrom {
  if (text === 'latest') return text
  if (!text.startsWith('time:')) return 'earliest'
  const written = text.slice('time:'.length)
  return { time: timeOf(written) ?? (Date.parse(written) < 0 ? 0 : LAST_MILLISECOND) }
}
