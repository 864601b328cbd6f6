import 'server-only'
import type { RunnableSpec } from '#lib/kafka/job-update.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import type { ConsumeSpec } from '#lib/shared/consume-spec.ts'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import { assertDatabase } from './assert-database.ts'
import { requireRight } from './require-right.ts'
import { resolveGroup } from './resolve-group.ts'

/** resolveConsume gives a consume job its group and refuses one that this user may not join. */
export function resolveConsume(
  spec: ConsumeSpec & { topic: string },
  facts: KafkaFacts,
  jobId: string,
): RunnableSpec {
  requireRight(facts, 'topic.read')
  requireRight(facts, 'group.read')
  if (spec.sink) refuseWithSink(spec)
  if (spec.sink?.type === 'mongodb') assertDatabase(spec.topic, 'spec.sink')
  return { ...spec, groupId: resolveGroup(spec.groupId, facts, jobId) }
}

/** What a sink does not go together with: it delivers as one member, as fast as its receiver takes. */
const NOT_WITH_SINK = ['durationSeconds', 'commit', 'members', 'rate', 'expect'] as const

function refuseWithSink(spec: ConsumeSpec): void {
  const name = NOT_WITH_SINK.find((each) => spec[each] !== undefined)
  if (name === undefined) return
  throw new AppError({
    code: 'unprocessable',
    field: `spec.${name}`,
    message: `A consume job with a sink takes no “${name}”: it delivers as one member, and commits what is delivered.`,
    advice: `Leave out ${name}, or the sink.`,
  })
}
