import { predictRights } from '#lib/credentials/predict-rights.ts'
import type { Profile } from '#lib/shared/profile.ts'
import type { Right } from '#lib/shared/rights.ts'

/** profileRights: what the last check proved; before any check, what the paste predicts; nothing for other products. */
export function profileRights(profile: Profile): Right[] {
  if (profile.facts.product !== 'kafka') return []
  const proved = profile.lastCheck?.verdict.rights ?? []
  return proved.length > 0 ? proved : predictRights(profile.facts)
}
