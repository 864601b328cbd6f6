import type { FetchedRecords } from './fetch-lane.ts'

/** BatchSink is where a reading hands over what it fetched, before it counts as consumed. */
export interface BatchSink {
  /**
   * take looks at the records of one fetch that lie before the offset `until`, and resolves when more may come; they
   * need not be delivered by then. Throws when nothing more can be delivered.
   */
  take(item: FetchedRecords, until: number): Promise<void>
  /** settle resolves when all that was taken is delivered, or counted as refused: then it may be committed. */
  settle(): Promise<void>
}
