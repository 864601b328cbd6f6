import 'server-only'
import { z } from 'zod'
import { describeSignOn } from '#lib/server/auth/describe-sign-on.ts'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { replaceSignOnRules } from '#lib/server/teams/sign-on-rules.ts'
import { MAX_SIGN_ON_RULES, SignOnRuleSchema, SignOnSchema } from '#lib/shared/member.ts'

export const dynamic = 'force-dynamic'

export const GET = teamRoute(
  {
    summary: 'Which groups of the single sign-on have which role.',
    action: 'sso.manage',
    response: SignOnSchema,
  },
  ({ team }) => describeSignOn(team.id),
)

export const PUT = teamRoute(
  {
    summary: 'Replaces the rules of the single sign-on; they count from each next sign-in on.',
    action: 'sso.manage',
    recentProof: true,
    body: z.strictObject({ rules: z.array(SignOnRuleSchema).max(MAX_SIGN_ON_RULES) }),
    response: SignOnSchema,
  },
  async ({ team, member, body }) => {
    await replaceSignOnRules({ teamId: team.id, rules: body.rules, by: member })
    return describeSignOn(team.id)
  },
)
