import type { RecordEvent } from '#lib/shared/record.ts'

/** FilterFailures counts the records on which a filter's expression failed, with the first failure's words; nothing for none. */
export type FilterFailures = Pick<
  Extract<RecordEvent, { type: 'progress' }>,
  'filterErrors' | 'filterErrorSample'
>

/** sumFailures adds what several scans met, less what one of them had met before. */
export function sumFailures(met: readonly FilterFailures[], before: FilterFailures = {}): FilterFailures {
  const total = met.reduce((sum, { filterErrors = 0 }) => sum + filterErrors, -(before.filterErrors ?? 0))
  const sample = met.find(({ filterErrorSample }) => filterErrorSample !== undefined)?.filterErrorSample
  // Written out, so that it takes the place of a count that it is spread over.
  return total > 0
    ? { filterErrors: total, filterErrorSample: sample }
    : { filterErrors: undefined, filterErrorSample: undefined }
}
