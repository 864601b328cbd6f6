import { z } from 'zod'
import { KafkaRecordSchema } from './record.ts'

/** Enough to see what a topic holds; the live view shows the rest. */
export const MAX_SAMPLE_RECORDS = 10
export const SAMPLE_VALUE_BYTES = 1024

/** ConsumeMemberSchema is one of a job's members: what it holds now and what it took so far. */
export const ConsumeMemberSchema = z.object({
  /** From 1. */
  member: z.number().int(),
  state: z.enum(['waiting', 'joining', 'member', 'left']),
  partitions: z.array(z.number().int()),
  consumed: z.number(),
  lag: z.number(),
})
export type ConsumeMember = z.infer<typeof ConsumeMemberSchema>

/** ConsumeReportSchema is what a consume job saw, beside its counts. */
export const ConsumeReportSchema = z.object({
  /** The first records, each value cut at 1 KiB. */
  samples: z.array(KafkaRecordSchema),
  /** Values that are not what the chosen decoder reads. They count as consumed. */
  undecodable: z.number().int(),
  undecodableSamples: z.array(
    z.object({ partition: z.number().int(), offset: z.string(), reason: z.string() }),
  ),
  /** How often the partitions were shared out anew. */
  rebalances: z.number().int(),
})
export type ConsumeReport = z.infer<typeof ConsumeReportSchema>
