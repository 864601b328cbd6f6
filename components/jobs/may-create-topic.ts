import { predictRights } from '#lib/credentials/predict-rights.ts'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import type { Profile } from '#lib/shared/profile.ts'

/** mayCreateTopic: a topic that is not there is made by default where the rights allow it, since it is wanted there. */
export function mayCreateTopic(profile: Profile, facts: KafkaFacts): boolean {
  const rights = profile.lastCheck?.verdict.rights ?? predictRights(facts)
  const create = rights.find((right) => right.id === 'topic.create')
  return create?.proved === 'yes' || (create?.proved === 'unknown' && create.predicted === 'yes')
}
