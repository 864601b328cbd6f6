import type { RunnableCopy } from '#lib/kafka/job-update.ts'
import { type KafkaTarget, kafkaTargetOf } from '#lib/kafka/kafka-target.ts'
import { runCopy } from '#lib/kafka/run-copy.ts'
import { findMappingFault } from '#lib/records/map-value.ts'
import type { CopyMapping } from '#lib/shared/copy-spec.ts'
import type { Compression } from '#lib/shared/record.ts'
import type { ExitCode } from '../exit-code.ts'
import { followDelivery } from '../follow-delivery.ts'
import { type CredentialOptions, readKafkaCredential } from '../kafka-credential.ts'
import { type FilterOptions, filterOrThrow } from '../read-filter.ts'
import type { Screen } from '../screen.ts'
import { topicOrThrow, UsageError } from '../usage-error.ts'

export interface CopyCommandOptions extends CredentialOptions, FilterOptions {
  readonly toCredentials?: string
  readonly toUnit?: string
  readonly toTopic?: string
  readonly toCa?: string
  readonly toPartitions?: number
  readonly toReplicationFactor?: number
  readonly from: string
  readonly to: string
  readonly partitions?: number[]
  readonly limit?: number
  readonly group?: string
  readonly idle?: number
  readonly field?: readonly (readonly [string, string])[]
  readonly constant?: readonly (readonly [string, string | number | boolean | null])[]
  readonly addHeader?: readonly (readonly [string, string])[]
  readonly dropKeys?: boolean
  readonly dropHeaders?: boolean
  readonly dropTombstones?: boolean
  readonly newTimestamps?: boolean
  readonly byKey?: boolean
  readonly compression: Compression
}

/** copyCommand copies a topic and tells what became of each record that was read. */
export async function copyCommand(
  options: CopyCommandOptions,
  screen: Screen,
  signal: AbortSignal,
): Promise<ExitCode> {
  const filter = filterOrThrow(options)
  const mapping = mappingOf(options)
  const credential = await readKafkaCredential(options, screen)
  const source = kafkaTargetOf(credential, { mode: 'unrestricted' })
  const { target, topic } = await targetOf(options, source, screen)
  const spec: RunnableCopy = {
    kind: 'copy',
    topic: topicOrThrow(credential.facts),
    ...rangeOf(options),
    ...(filter && { filter }),
    target: { topic, ...newTopicOf(options) },
    mapping,
    compression: options.compression,
  }
  refuseLoop(spec, source, target)
  return followDelivery(runCopy(source, target, spec, { signal }), { done: 'copied', screen, signal })
}

async function targetOf(
  options: CopyCommandOptions,
  source: KafkaTarget,
  screen: Screen,
): Promise<{ target: KafkaTarget; topic: string }> {
  const { toCredentials, toUnit, toTopic, toCa } = options
  if (toCredentials === undefined) {
    if (toTopic !== undefined) return { target: source, topic: toTopic }
    throw new UsageError({
      code: 'bad_request',
      message: 'It is not said where to copy to.',
      advice: 'Name --to-credentials FILE, --to-topic, or both.',
    })
  }
  const { verifyHostname } = options
  const credential = await readKafkaCredential(
    {
      ...{ credentials: toCredentials, verifyHostname },
      ...(toUnit !== undefined && { unit: toUnit }),
      ...(toTopic !== undefined && { topic: toTopic }),
      ...(toCa !== undefined && { ca: toCa }),
    },
    screen,
  )
  return {
    target: kafkaTargetOf(credential, { mode: 'unrestricted' }),
    topic: topicOrThrow(credential.facts),
  }
}

function rangeOf({ from, to, partitions, limit, group, idle }: CopyCommandOptions) {
  if (group !== undefined && (partitions !== undefined || (from !== 'earliest' && from !== 'latest')))
    throw new UsageError({
      code: 'bad_request',
      message: 'A group takes all partitions, and a new one begins at earliest or latest.',
      advice: 'Leave --group out to copy a part of a topic.',
    })
  return {
    ...{ from, to },
    ...(partitions && { partitions }),
    ...(limit !== undefined && { limit }),
    ...(group !== undefined && { group: { id: group, idleSeconds: idle } }),
  }
}

function newTopicOf({ toPartitions, toReplicationFactor }: CopyCommandOptions) {
  if (toPartitions === undefined && toReplicationFactor === undefined) return {}
  return { createTopic: { partitions: toPartitions ?? 1, replicationFactor: toReplicationFactor ?? 1 } }
}

function mappingOf(options: CopyCommandOptions): CopyMapping {
  const { field, constant, addHeader } = options
  const mapping: CopyMapping = {
    key: options.dropKeys === true ? 'drop' : 'keep',
    headers: options.dropHeaders === true ? 'drop' : 'keep',
    timestamp: options.newTimestamps === true ? 'now' : 'keep',
    partition: options.byKey === true ? 'by-key' : 'keep',
    tombstones: options.dropTombstones === true ? 'drop' : 'keep',
    ...(field && { fields: field.map(([from, to]) => ({ from, to })) }),
    ...(constant && { constants: constant.map(([to, value]) => ({ to, value })) }),
    ...(addHeader && { addHeaders: addHeader.map(([name, value]): [string, string] => [name, value]) }),
  }
  const fault = findMappingFault(mapping)
  if (!fault) return mapping
  throw new UsageError({
    code: 'unprocessable',
    message: fault.message,
    advice: 'See --field and --constant.',
  })
}

function refuseLoop(spec: RunnableCopy, source: KafkaTarget, target: KafkaTarget): void {
  const same = source.bootstrapServers.some((server) => target.bootstrapServers.includes(server))
  if (!same || spec.topic !== spec.target.topic || spec.filter || (spec.to !== 'live' && !spec.group)) return
  throw new UsageError({
    code: 'unprocessable',
    message: 'This would copy a topic to itself without end: each copy is read and copied again.',
    advice: 'Name another topic with --to-topic, or set a filter that its own copies do not match.',
  })
}
