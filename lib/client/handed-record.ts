import type { KafkaRecord } from '#lib/shared/record.ts'

/** HandedRecord is a record on its way from the page that shows it to the page that produces. */
export interface HandedRecord {
  topic: string
  record: KafkaRecord
}

/** Contents belong neither in an address, which is logged and sent around, nor in a store that outlives the tab. */
let handed: HandedRecord | null = null

/** handRecord keeps a record until another is handed or the page is loaded anew. */
export function handRecord(record: HandedRecord): void {
  handed = record
}

/** handedRecord gives the record last handed in this tab, null after a reload. */
export function handedRecord(): HandedRecord | null {
  return handed
}
