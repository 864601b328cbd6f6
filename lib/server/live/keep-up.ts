import 'server-only'
import { LiveQueue } from '#lib/kafka/live-queue.ts'
import type { ReadEvent } from '#lib/kafka/read-records.ts'

type Progress = Extract<ReadEvent, { type: 'progress' }>

/**
 * keepUp passes events through. Until the viewer has seen what was there at the start, a slow viewer holds the reading
 * back; from then on it is a live tail, which goes on at its own pace and skips what the viewer does not take.
 */
export async function* keepUp(events: AsyncIterable<ReadEvent>): AsyncGenerator<ReadEvent> {
  const iterator = events[Symbol.asyncIterator]()
  const heads = new Map<number, bigint>()
  try {
    while (true) {
      const next = await iterator.next()
      if (next.done) return
      yield next.value
      // Whoever shares a tail skips by itself what its viewer does not take.
      if (next.value.type === 'joined') {
        yield* iteratorOf(iterator)
        return
      }
      if (next.value.type === 'started') {
        for (const { partition, high } of next.value.partitions) heads.set(partition, BigInt(high))
      }
      if (next.value.type === 'progress' && hasArrived(next.value, heads)) break
    }
    yield* tail(iterator)
  } finally {
    await iterator.return?.(undefined)
  }
}

function iteratorOf(iterator: AsyncIterator<ReadEvent>): AsyncIterable<ReadEvent> {
  return { [Symbol.asyncIterator]: () => iterator }
}

function hasArrived({ positions }: Progress, heads: ReadonlyMap<number, bigint>): boolean {
  return positions.every(({ partition, position }) => BigInt(position) >= (heads.get(partition) ?? 0n))
}

async function* tail(iterator: AsyncIterator<ReadEvent>): AsyncGenerator<ReadEvent> {
  const queue = new LiveQueue()
  let ending: { readonly error?: unknown } | null = null
  let arrival = Promise.withResolvers<void>()
  let stopped = false
  const pump = async (): Promise<void> => {
    try {
      for (let next = await iterator.next(); !next.done && !stopped; next = await iterator.next()) {
        queue.push(next.value)
        arrival.resolve()
      }
      ending = {}
    } catch (error) {
      ending = { error }
    }
    arrival.resolve()
  }
  void pump()
  try {
    while (true) {
      for (let event = queue.take(); event; event = queue.take()) yield event
      const end = ending as { readonly error?: unknown } | null
      if (end && 'error' in end) throw end.error
      if (end) return
      await arrival.promise
      arrival = Promise.withResolvers()
    }
  } finally {
    stopped = true
  }
}
