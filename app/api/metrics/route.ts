import 'server-only'
import { publicRoute } from '#lib/server/http/public-route.ts'
import { respondMetrics } from '#lib/server/http/respond-metrics.ts'

export const dynamic = 'force-dynamic'

export const GET = publicRoute(
  { summary: 'Prometheus text; with KEYSTREAM_METRICS_TOKEN set, only with that bearer token.' },
  ({ request }) => respondMetrics(request),
)
