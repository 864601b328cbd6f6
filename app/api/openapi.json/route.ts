import 'server-only'
import { describeApi } from '#lib/server/http/openapi.ts'
import { publicRoute } from '#lib/server/http/public-route.ts'
import { apiRoutes } from './routes.ts'

export const dynamic = 'force-dynamic'

export const GET = publicRoute({ summary: 'This contract.' }, () => describeApi(apiRoutes))
