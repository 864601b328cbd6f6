import 'server-only'
import { predictRights } from '#lib/credentials/predict-rights.ts'
import type { RunnableSpec } from '#lib/kafka/job-update.ts'
import { compileTemplate, TemplateError } from '#lib/records/template.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import type { ConsumeSpec, JobSpec, ProduceSpec } from '#lib/shared/job.ts'
import type { RightId } from '#lib/shared/rights.ts'

/**
 * resolveSpec fills in what a specification left open, from what the profile was granted, and refuses before anything
 * starts what the cluster would refuse later. Throws AppError `topic_needed`, `not_permitted_by_acl`,
 * `group_not_allowed`, `unprocessable`.
 */
export function resolveSpec(spec: JobSpec, facts: KafkaFacts, jobId: string): RunnableSpec {
  const topic = topicOf(spec, facts)
  return spec.kind === 'produce'
    ? resolveProduce({ ...spec, topic }, facts)
    : resolveConsume({ ...spec, topic }, facts, jobId)
}

function resolveProduce(spec: ProduceSpec & { topic: string }, facts: KafkaFacts): RunnableSpec {
  requireRight(facts, 'topic.write')
  if (spec.createTopic) requireRight(facts, 'topic.create')
  if (spec.value.type === 'template') checkTemplate(spec.value.template, 'spec.value.template')
  if (spec.key !== undefined) checkTemplate(spec.key, 'spec.key')
  return spec
}

function resolveConsume(
  spec: ConsumeSpec & { topic: string },
  facts: KafkaFacts,
  jobId: string,
): RunnableSpec {
  requireRight(facts, 'topic.read')
  requireRight(facts, 'group.read')
  // The charm's own default, when the paste does not tell one.
  const prefix = facts.consumerGroupPrefix ?? (facts.username === null ? '' : `${facts.username}-`)
  const groupId = spec.groupId ?? `${prefix}ks-${jobId}`
  if (facts.roles?.includes('admin') || groupId.startsWith(prefix) || isGranted(facts, groupId))
    return { ...spec, groupId }
  throw new AppError({
    code: 'group_not_allowed',
    field: 'spec.groupId',
    message: `This user may use only consumer groups whose id begins with “${prefix}”.`,
    advice: `Leave the group empty for a new one of its own, or begin it with ${prefix}`,
  })
}

function isGranted(facts: KafkaFacts, groupId: string): boolean {
  return facts.entityPermissions.some(({ resourceType, resourceName, privileges }) => {
    if (resourceType !== 'GROUP' || !privileges.includes('READ')) return false
    return resourceName.endsWith('*')
      ? groupId.startsWith(resourceName.slice(0, -1))
      : groupId === resourceName
  })
}

function topicOf(spec: JobSpec, facts: KafkaFacts): string {
  const topic = spec.topic ?? (facts.topicPrefix ? null : facts.topic)
  if (topic === null) {
    throw new AppError({
      code: 'topic_needed',
      field: 'spec.topic',
      message:
        facts.topic === null
          ? 'These credentials name no topic.'
          : `These credentials reach every topic whose name begins with ${facts.topic}.`,
      advice: 'Say which topic.',
    })
  }
  const anywhere =
    facts.roles?.includes('admin') || facts.topic === null || facts.entityPermissions.length > 0
  const own = facts.topicPrefix ? topic.startsWith(facts.topic ?? '') : topic === facts.topic
  if (own || anywhere) return topic
  throw new AppError({
    code: 'not_permitted_by_acl',
    field: 'spec.topic',
    message: facts.topicPrefix
      ? `These credentials reach only topics whose name begins with ${facts.topic ?? ''}.`
      : `These credentials were made for the topic ${facts.topic ?? ''}.`,
    advice: 'Another topic needs another relation of data-integrator, and its credentials.',
  })
}

function requireRight(facts: KafkaFacts, id: RightId): void {
  const right = predictRights(facts).find((known) => known.id === id)
  if (right?.predicted !== 'no' || facts.entityPermissions.length > 0) return
  throw new AppError({
    code: 'not_permitted_by_acl',
    message: `This user may not do that: ${right.reason}`,
    advice:
      'The roles are set on data-integrator by extra-user-roles, before it is related; a change gives new credentials.',
  })
}

function checkTemplate(template: string, field: string): void {
  try {
    compileTemplate(template)
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    throw new AppError({
      code: 'unprocessable',
      field,
      line: error.line,
      message: error.message,
      advice: error.advice,
    })
  }
}
