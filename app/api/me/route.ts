import 'server-only'
import { meRoute } from '#lib/server/http/me-route.ts'
import { MeSchema } from '#lib/shared/team.ts'

export const dynamic = 'force-dynamic'

export const GET = meRoute(
  { summary: 'Who is signed in, with teams and roles.', response: MeSchema },
  (me) => me,
)
