import 'server-only'
import { createHash, timingSafeEqual } from 'node:crypto'
import { AppError } from '#lib/server/base/app-error.ts'
import { getEnv } from '#lib/server/base/env.ts'
import { metrics } from '#lib/server/base/metrics.ts'
import { openStreamCount } from './stream-registry.ts'

/** respondMetrics answers with Prometheus' text. Throws `unauthenticated` when a token is configured and not given. */
export async function respondMetrics(request: Request): Promise<Response> {
  const { metricsTokenHash } = getEnv()
  if (metricsTokenHash && !holdsToken(request, metricsTokenHash)) {
    throw new AppError({ code: 'unauthenticated', message: 'The metrics need their bearer token.' })
  }
  const { registry, streams } = metrics()
  streams.set(openStreamCount())
  return new Response(await registry.metrics(), { headers: { 'Content-Type': registry.contentType } })
}

/** Hashes are compared, so that both sides have one length and the time tells nothing. */
function holdsToken(request: Request, expected: Buffer): boolean {
  const given = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1] ?? ''
  return timingSafeEqual(createHash('sha256').update(given).digest(), expected)
}
