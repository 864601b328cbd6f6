import { z } from 'zod'
import { ErrorCodeSchema } from './error-code.ts'
import { OffsetSchema, TopicNameSchema } from './topic.ts'

/** Kafka bounds an id only by the 16-bit length of its string; real ones are names. */
export const MAX_GROUP_ID = 255
export const GroupIdSchema = z.string().min(1, 'Name the group.').max(MAX_GROUP_ID)

/** `consumer` is the protocol of KIP-848; `unknown` where the cluster is too old to tell. */
export const GroupTypeSchema = z.enum(['classic', 'consumer', 'share', 'streams', 'unknown'])
export type GroupType = z.infer<typeof GroupTypeSchema>

/** A count of records: the difference of two offsets. */
const CountSchema = z.string().regex(/^\d{1,19}$/)

/** GroupSummarySchema: one group as a list shows it. Null = the cluster did not tell. */
export const GroupSummarySchema = z.object({
  group: z.string(),
  type: GroupTypeSchema,
  /** Kafka's own word: Stable, Empty, PreparingRebalance, CompletingRebalance, Dead, Assigning, Reconciling. */
  state: z.string().nullable(),
  members: z.number().int().nullable(),
  /** Records between what is committed and the ends, over all partitions with a committed offset. */
  lag: CountSchema.nullable(),
  topics: z.array(z.string()),
})
export type GroupSummary = z.infer<typeof GroupSummarySchema>

export const GroupPageSchema = z.object({
  items: z.array(GroupSummarySchema),
  next: z.string().nullable(),
  /** How many match, on all pages. */
  total: z.number().int(),
  /** Which ids these credentials reach, one that ends in `*` as a prefix; null = any. */
  reach: z.array(z.string()).nullable(),
  /** Groups that the cluster showed beyond what the credentials were made for; left out. */
  outside: z.number().int(),
  /** Why there can be none for this user, when that is known. */
  forbidden: z.string().nullable(),
  /** Brokers that did not answer: the groups that they coordinate are missing. */
  silent: z.array(z.string()),
})
export type GroupPage = z.infer<typeof GroupPageSchema>

export const GroupMemberSchema = z.object({
  id: z.string(),
  clientId: z.string(),
  host: z.string(),
  /** `group.instance.id` of static membership. */
  instanceId: z.string().nullable(),
  assigned: z.array(z.object({ topic: z.string(), partitions: z.array(z.number().int()) })),
})
export type GroupMember = z.infer<typeof GroupMemberSchema>

export const GroupPartitionSchema = z.object({
  topic: z.string(),
  partition: z.number().int(),
  /** The next offset to read; null where the group never committed. */
  committed: OffsetSchema.nullable(),
  low: OffsetSchema.nullable(),
  high: OffsetSchema.nullable(),
  lag: CountSchema.nullable(),
  /** The id of the member that reads it. */
  member: z.string().nullable(),
  /** Why there are no offsets. */
  error: z.string().nullable(),
})
export type GroupPartition = z.infer<typeof GroupPartitionSchema>

/** Whether something may be done here, and why not. */
export const PermissionSchema = z.object({ allowed: z.boolean(), reason: z.string().nullable() })
export type Permission = z.infer<typeof PermissionSchema>

export const GroupFactsSchema = z.object({
  group: z.string(),
  type: GroupTypeSchema,
  state: z.string().nullable(),
  protocolType: z.string(),
  /** How partitions are shared out: range, cooperative-sticky, uniform, … */
  assignor: z.string(),
  coordinator: z.object({ node: z.number().int(), address: z.string().nullable() }),
  /** Authorized operations, by Kafka's names; null = it did not tell. */
  operations: z.array(z.string()).nullable(),
  members: z.array(GroupMemberSchema),
  partitions: z.array(GroupPartitionSchema),
  lag: CountSchema.nullable(),
  /** What to know about this answer, such as that the cluster can't describe the new protocol. */
  note: z.string().nullable(),
  reset: PermissionSchema,
  delete: PermissionSchema,
})
export type GroupFacts = z.infer<typeof GroupFactsSchema>

/** ResetTargetSchema: where to. `by:-100` is relative to what is committed. */
export const ResetTargetSchema = z.union(
  [
    z.literal('earliest'),
    z.literal('latest'),
    z.string().regex(/^offset:\d{1,18}$/),
    z.string().regex(/^by:[+-]?\d{1,18}$/),
    z.string().regex(/^time:.{1,40}$/),
  ],
  'Write earliest, latest, time:2026-01-31T00:00:00Z, offset:123 or by:-100.',
)

/** More partitions than a topic of any cluster we know has. */
const MAX_PARTITIONS = 10_000

export const ResetGroupSchema = z.strictObject({
  to: ResetTargetSchema,
  /** Default: every topic on which the group has committed or is reading. */
  topic: TopicNameSchema.optional(),
  /** Of the topic; default: all. */
  partitions: z.array(z.number().int().min(0).max(1_000_000)).min(1).max(MAX_PARTITIONS).optional(),
  /** A dry run is what one gets without asking. */
  dryRun: z.boolean().default(true),
})
export type ResetGroup = z.infer<typeof ResetGroupSchema>
/** NewReset is what goes in: what has a default may be left out. */
export type NewReset = z.input<typeof ResetGroupSchema>

export const ResetPartitionSchema = z.object({
  topic: z.string(),
  partition: z.number().int(),
  low: OffsetSchema.nullable(),
  high: OffsetSchema.nullable(),
  /** What is committed before; null where nothing was. */
  old: OffsetSchema.nullable(),
  /** What would be, or is, committed; null for one that is left alone. */
  new: OffsetSchema.nullable(),
  /** new − old, with its sign; null where one of them is missing. */
  difference: z
    .string()
    .regex(/^-?\d{1,19}$/)
    .nullable(),
  /** The wanted offset lay before the log's beginning or beyond its end, and was moved there. */
  clamped: z.enum(['low', 'high']).nullable(),
  status: z.enum(['planned', 'committed', 'unchanged', 'skipped', 'failed']),
  code: ErrorCodeSchema.optional(),
  /** Why it was skipped or failed. */
  message: z.string().optional(),
})
export type ResetPartition = z.infer<typeof ResetPartitionSchema>

export const ResetResultSchema = z.object({
  group: z.string(),
  to: z.string(),
  dryRun: z.boolean(),
  /** Whether the group was in use: then a reset is refused. */
  active: z.boolean(),
  /** False: the group is not there yet, and a commit makes it. */
  exists: z.boolean(),
  partitions: z.array(ResetPartitionSchema),
})
export type ResetResult = z.infer<typeof ResetResultSchema>
