import { makeRecords, type RecordsSpec } from '#lib/records/make-records.ts'
import type { OutgoingRecord } from './outgoing-record.ts'
import { ownOrigin } from './own-origin.ts'
import { processChance } from './process-chance.ts'

/** outgoingRecords makes a job's records one by one, as they are asked for. Throws TemplateError before the first. */
export function outgoingRecords(spec: RecordsSpec): Promise<Iterable<OutgoingRecord>> {
  return makeRecords(spec, { origin: ownOrigin(), chance: processChance, now: Date.now })
}
