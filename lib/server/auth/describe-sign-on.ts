import 'server-only'
import { getEnv } from '#lib/server/base/env.ts'
import { listSignOnRules } from '#lib/server/teams/sign-on-rules.ts'
import type { SignOn } from '#lib/shared/member.ts'

/** describeSignOn gives the configured provider, without its secret, and a team's rules. */
export async function describeSignOn(teamId: string): Promise<SignOn> {
  const { oidc } = getEnv()
  const provider = oidc && { name: oidc.name, issuer: oidc.issuer, groupsClaim: oidc.groupsClaim }
  return { provider, rules: await listSignOnRules(teamId) }
}
