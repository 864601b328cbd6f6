import 'server-only'
import type { RunnableSpec } from '#lib/kafka/job-update.ts'
import type { ProduceSpec } from '#lib/shared/produce-spec.ts'

/** nameOf gives the name of a job whose starter gave none. */
export function nameOf(spec: RunnableSpec): string {
  if (spec.kind === 'copy') return `Copy ${spec.topic} to ${spec.target.topic}`.slice(0, 80)
  if (spec.kind === 'round-trip')
    return `Round trip of ${spec.count.toLocaleString('en')} through ${spec.topic}`.slice(0, 80)
  if (spec.kind === 'consume') return `Consume ${spec.topic}`.slice(0, 80)
  return `Produce ${howManyWords(spec)} to ${spec.topic}`.slice(0, 80)
}

/** auditDetails gives what the audit keeps of a specification. */
export function auditDetails(
  spec: RunnableSpec,
  profile: string,
  version: number,
): Record<string, string | number | null> {
  const common = { kind: spec.kind, profile, version, topic: spec.topic }
  if (spec.kind === 'copy') {
    const { profile: other = profile, topic } = spec.target
    return { ...common, target: other, targetTopic: topic, group: spec.group?.id ?? null }
  }
  if (spec.kind === 'produce')
    return {
      ...{ ...common, count: spec.count ?? null, seconds: spec.durationSeconds ?? null },
      ...(spec.value.type === 'mongodb' && { source: spec.value.profile, collection: spec.value.collection }),
      ...(spec.sink && { sink: spec.sink.profile }),
    }
  if (spec.kind === 'round-trip') return { ...common, count: spec.count, group: spec.groupId }
  return {
    ...{ ...common, group: spec.groupId, limit: spec.limit ?? null },
    ...(spec.sink && { sink: spec.sink.type === 'mongodb' ? spec.sink.profile : spec.sink.webhook }),
  }
}

function howManyWords({ count, durationSeconds, value }: ProduceSpec): string {
  if (value.type === 'mongodb')
    return count === undefined ? 'documents' : `${count.toLocaleString('en')} documents`
  if (count !== undefined) return count.toLocaleString('en')
  return durationSeconds === undefined ? 'until stopped' : `for ${durationSeconds.toLocaleString('en')} s`
}

/** targetTopicOf gives the topic that the other profile of a job sees. */
export function targetTopicOf(spec: RunnableSpec): string {
  return spec.kind === 'copy' ? spec.target.topic : spec.topic
}
