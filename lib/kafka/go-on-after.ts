import { offsetsStart } from '#lib/shared/offsets-start.ts'
import type { EndReason } from './read-event.ts'

/** goOnAfter says where a reading that was stopped goes on; nothing for one that came to an end of its own. */
export function goOnAfter(
  reason: EndReason,
  positions: readonly { readonly partition: number; readonly position: string }[],
): { goOn?: string } {
  if (reason !== 'budget' && reason !== 'deadline') return {}
  const goOn = offsetsStart(positions)
  return goOn === null ? {} : { goOn }
}
