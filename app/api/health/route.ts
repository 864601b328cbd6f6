import 'server-only'
import { z } from 'zod'
import { publicRoute } from '#lib/server/http/public-route.ts'

export const dynamic = 'force-dynamic'

export const GET = publicRoute(
  { summary: 'The process is up.', response: z.object({ status: z.literal('ok') }) },
  () => ({ status: 'ok' }),
)
