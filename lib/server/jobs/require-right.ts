import 'server-only'
import { predictRights } from '#lib/credentials/predict-rights.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import type { RightId } from '#lib/shared/rights.ts'

/** requireRight refuses with `not_permitted_by_acl` what the paste says that the user may not do. */
export function requireRight(facts: KafkaFacts, id: RightId): void {
  const right = predictRights(facts).find((known) => known.id === id)
  if (right?.predicted !== 'no' || facts.entityPermissions.length > 0) return
  throw new AppError({
    code: 'not_permitted_by_acl',
    message: `This user may not do that: ${right.reason}`,
    advice:
      'The roles are set on data-integrator by extra-user-roles, before it is related; a change gives new credentials.',
  })
}
