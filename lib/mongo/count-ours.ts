import { BSON, type Document } from 'mongodb'

/**
 * countOurs tells how many of the documents that were found, by their `_id`, a try of ours wrote that broke: such a one
 * carries the very timestamp that we gave it. Without a timestamp nobody knows; it counts as there before.
 */
export function countOurs(given: readonly Document[], found: readonly Document[]): number {
  // By text: an id, and a timestamp, may be an object of BSON’s.
  const times = new Map(given.map((one) => [textOf(one['_id']), timeOf(one)]))
  return found.filter((one) => {
    const time = timeOf(one)
    return time !== null && time === times.get(textOf(one['_id']))
  }).length
}

const textOf = (value: unknown): string => BSON.EJSON.stringify({ value }, { relaxed: false })

function timeOf({ timestamp }: Document): string | null {
  return timestamp === undefined || timestamp === null ? null : textOf(timestamp)
}
