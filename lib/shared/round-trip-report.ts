import { z } from 'zod'

/** Milliseconds. */
const LatencySchema = z.object({ p50: z.number(), p90: z.number(), p99: z.number(), max: z.number() })
export type RoundTripLatency = z.infer<typeof LatencySchema>

const count = z.number().int().min(0)

/**
 * RoundTripReportSchema compares what was written with what came back. A record is known by its run and number, a
 * place by partition and offset; a record that stands in two places was written twice, a place that came twice was
 * delivered again.
 */
export const RoundTripReportSchema = z.object({
  runId: z.string(),
  /** Records handed to the producer. */
  sent: count,
  /** Those that the brokers said they have. */
  acknowledged: count,
  /** Distinct records that the group received. */
  received: count,
  /** Acknowledged, and not in the topic. */
  lost: count,
  /** Acknowledged and in the topic, but not received by the group. */
  missed: count,
  /** Acknowledged, not received, and the topic could not be looked into. */
  unknown: count,
  /** Further places of a record, beyond its first. */
  writtenTwice: count,
  /** Further deliveries of one place. */
  deliveredAgain: count,
  /** Sent without an acknowledgement, and in the topic all the same. */
  unacknowledgedFound: count,
  /** Received behind a later record of the same key. */
  reordered: count,
  /** Records of others that came meanwhile. */
  foreign: count,
  /** Batches' records that could not be unpacked. */
  unreadable: count,
  /** Batches that were sent again after trouble. */
  retries: count,
  /** True when partitions were read once more, without the group, to look for what was outstanding. */
  rechecked: z.boolean(),
  latency: z.object({
    /** From the acknowledgement to the receipt; 0 when it was received first. */
    acknowledged: LatencySchema.nullable(),
    /** From the making of the record to its receipt. */
    sent: LatencySchema.nullable(),
  }),
  /** How many took up to so many milliseconds, above the bar before; null = longer than that. */
  histogram: z.array(z.object({ upToMs: z.number().nullable(), acknowledged: count, sent: count })),
  partitions: z.array(
    z.object({
      partition: z.number().int(),
      acknowledged: count,
      received: count,
      lost: count,
      duplicated: count,
    }),
  ),
})
export type RoundTripReport = z.infer<typeof RoundTripReportSchema>
