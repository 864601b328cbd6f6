import { BatchScanner } from './batch-scanner.ts'
import type { ReadOptions } from './read-options.ts'
import { RecordDecoder, type SchemaLookup } from './record-decoder.ts'
import { RecordFilter } from './record-filter.ts'
import { RecordLines } from './record-lines.ts'

/** ScanSpec is what one reader wants to see of the records, and how: plain data, equal for readers that share lines. */
export type ScanSpec = Pick<ReadOptions, 'topic' | 'filter' | 'maxValueBytes' | 'isolation' | 'decode'>

export interface OpenScanner {
  readonly scanner: BatchScanner
  /** Where the scanner writes; what is left in it has to be flushed. */
  readonly lines: RecordLines
  /** What the scanner decodes with. */
  readonly decoder: RecordDecoder | null
}

/**
 * openScanner makes the one thing that turns fetched bytes into lines. `limit`: stop after so many matches. Without
 * `lookup` no schema is asked for.
 */
export function openScanner(
  spec: ScanSpec,
  limit = Number.POSITIVE_INFINITY,
  lookup: SchemaLookup | null = null,
): OpenScanner {
  const decoder = spec.decode ? new RecordDecoder(spec.topic, spec.decode, lookup) : null
  const lines = new RecordLines(spec.maxValueBytes, decoder)
  const filter = spec.filter ? new RecordFilter(spec.filter, { topic: spec.topic, decoder }) : null
  const { isolation } = spec
  return { scanner: new BatchScanner({ filter, lines, decoder, isolation, limit }), lines, decoder }
}

/** scanSpecOf picks what makes two readings see the same lines. */
export function scanSpecOf({ topic, filter, maxValueBytes, isolation, decode }: ScanSpec): ScanSpec {
  return { topic, ...(filter && { filter }), maxValueBytes, isolation, ...(decode && { decode }) }
}
