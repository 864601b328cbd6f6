import 'server-only'
import { createToken } from '#lib/server/auth/tokens/create-token.ts'
import { listTokens } from '#lib/server/auth/tokens/list-tokens.ts'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { ApiTokenPageSchema, CreatedTokenSchema, CreateTokenSchema } from '#lib/shared/api-token.ts'

export const dynamic = 'force-dynamic'

export const GET = teamRoute(
  {
    summary: 'One’s own API tokens of the team; everybody’s for owners and admins.',
    action: 'token.list',
    response: ApiTokenPageSchema,
  },
  async ({ member }) => ({ items: await listTokens(member), next: null }),
)

export const POST = teamRoute(
  {
    summary: 'Makes an API token and shows its text this once.',
    action: 'token.create',
    recentProof: true,
    body: CreateTokenSchema,
    response: CreatedTokenSchema,
    status: 201,
  },
  ({ member, body }) => createToken(member, body),
)
