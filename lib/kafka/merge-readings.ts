import { Handoff } from './handoff.ts'
import type { ReadEvent } from './read-event.ts'
import type { ReadingTally } from './reading-tally.ts'

/**
 * mergeReadings passes on what several readings give, as it comes, so that the order inside a partition is kept; who
 * does not take holds all of them back. Ends with the sum of all; throws what the first one throws.
 */
export async function* mergeReadings(
  readings: readonly AsyncIterable<ReadEvent>[],
  tally: ReadingTally,
): AsyncGenerator<ReadEvent> {
  const out = new Handoff<ReadEvent>()
  const pump = async (reading: AsyncIterable<ReadEvent>, share: number): Promise<void> => {
    for await (const event of reading) {
      if (event.type === 'progress' || event.type === 'ended') tally.note(share, event)
      if (event.type === 'progress') await out.put([tally.progress()])
      else if (event.type !== 'started' && event.type !== 'ended') await out.put([event])
    }
  }
  void Promise.all(readings.map(pump)).then(
    () => out.end(),
    (error: unknown) => out.fail(error),
  )
  yield* out.items()
  yield tally.progress()
  yield tally.ended()
}
