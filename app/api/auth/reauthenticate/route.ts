import 'server-only'
import { findProofWays } from '#lib/server/auth/account.ts'
import { ProofSchema, ProvenSchema, reauthenticate } from '#lib/server/auth/reauthenticate.ts'
import { userRoute } from '#lib/server/http/user-route.ts'
import { ProofWaysSchema } from '#lib/shared/account.ts'

export const dynamic = 'force-dynamic'

export const GET = userRoute(
  { summary: 'In which ways this person can prove a session.', response: ProofWaysSchema },
  ({ user }) => findProofWays(user.userId),
)

export const POST = userRoute(
  {
    summary: 'Proves that the session is still used by its person; good for five minutes.',
    body: ProofSchema,
    response: ProvenSchema,
  },
  ({ user, body, request }) => reauthenticate(user, body, request),
)
