import 'server-only'
import { z } from 'zod'
import { completeSetup, SetupSchema } from '#lib/server/auth/complete-setup.ts'
import { requireOpenSetup } from '#lib/server/auth/setup-token.ts'
import { signIn } from '#lib/server/auth/sign-in.ts'
import { publicRoute } from '#lib/server/http/public-route.ts'
import { respondJson } from '#lib/server/http/respond.ts'
import { withCookies } from '#lib/server/http/with-cookies.ts'
import { IdSchema } from '#lib/shared/ids.ts'

export const dynamic = 'force-dynamic'

export const GET = publicRoute(
  {
    summary: 'Whether the first owner is still to be made; 404 afterwards.',
    response: z.object({ open: z.boolean() }),
  },
  async () => {
    await requireOpenSetup()
    return { open: true }
  },
)

export const POST = publicRoute(
  {
    summary: 'Makes the first owner and the first team, and signs in.',
    body: SetupSchema,
    response: z.object({ team: IdSchema }),
    status: 201,
  },
  async ({ body, request }) => {
    const { teamId } = await completeSetup(body)
    const headers = await signIn({ email: body.email, password: body.password }, request, 'set-up')
    return withCookies(respondJson({ team: teamId }, 201), headers)
  },
)
