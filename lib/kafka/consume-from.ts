import type { ConsumeFrom } from './consume-event.ts'
import { timeOf } from './time-of.ts'

/** consumeFrom reads where a consumption begins: earliest, latest, or time:… (ISO 8601 or milliseconds). */
export function consumeFrom(text: string): ConsumeFrom {
  if (text === 'latest') return text
  if (!text.startsWith('time:')) return 'earliest'
  return { time: timeOf(text.slice('time:'.length)) ?? 0 }
}
