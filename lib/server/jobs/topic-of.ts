import 'server-only'
import { AppError } from '#lib/server/base/app-error.ts'
import type { KafkaFacts } from '#lib/shared/credential.ts'

/**
 * topicOf gives the topic that a job works on: the one asked for, else the one that was granted. Throws `topic_needed`
 * and `not_permitted_by_acl`.
 */
export function topicOf(spec: { readonly topic?: string | undefined }, facts: KafkaFacts): string {
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
