/** More partitions than this would not fit in a request line (8 KiB) with an offset each. */
export const MAX_NAMED_PARTITIONS = 250

/** offsetsStart writes positions in the grammar of a range's start; null when they are none, or too many to name. */
export function offsetsStart(
  positions: readonly { readonly partition: number; readonly position: string }[],
): string | null {
  if (positions.length === 0 || positions.length > MAX_NAMED_PARTITIONS) return null
  return `offsets:${positions.map((one) => `${one.partition}=${one.position}`).join(',')}`
}
