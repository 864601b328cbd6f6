import 'server-only'
import { publicRoute } from '#lib/server/http/public-route.ts'
import { checkReadiness, ReadinessSchema } from '#lib/server/http/readiness.ts'
import { respondJson } from '#lib/server/http/respond.ts'

export const dynamic = 'force-dynamic'

export const GET = publicRoute(
  {
    summary: 'Database, migrations and master key are good; 503 when one of them is not.',
    response: ReadinessSchema,
  },
  async () => {
    const readiness = await checkReadiness()
    return respondJson(readiness, readiness.status === 'ready' ? 200 : 503)
  },
)
