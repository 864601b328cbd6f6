import 'server-only'
import { logger, throwSite } from '#lib/server/base/logger.ts'
import { translateToApiError } from './translate-error.ts'

/** Every answer of the API may hold what only the signed-in person may see, and none of it is a document to open. */
const apiHeaders = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
} as const

/** respondJson answers with JSON, never cached. `undefined` becomes 204 without a body. */
export function respondJson(value: unknown, status = 200, headers: Record<string, string> = {}): Response {
  if (value === undefined) return new Response(null, { status: 204, headers: { ...apiHeaders, ...headers } })
  return new Response(JSON.stringify(value), {
    status,
    headers: { 'Content-Type': 'application/json; charset=utf-8', ...apiHeaders, ...headers },
  })
}

/** withApiHeaders adds the API's headers to a response that a handler made itself, where it set none. */
export function withApiHeaders(response: Response): Response {
  for (const [name, value] of Object.entries(apiHeaders)) {
    if (!response.headers.has(name)) response.headers.set(name, value)
  }
  return response
}

/** respondError answers with `{error}` and its status, and logs it without message, query or body. */
export function respondError(error: unknown, request: Request): Response {
  const correlationId = newCorrelationId()
  const translated = translateToApiError(error, correlationId)
  const fields = {
    correlationId,
    method: request.method,
    route: routeOf(request),
    status: translated.status,
    code: translated.error.code,
    errorName: error instanceof Error ? error.name : typeof error,
    at: throwSite(error),
  }
  if (translated.expected) logger.info('request.failed', fields)
  else logger.error('request.failed', fields)
  const headers: Record<string, string> = { 'X-Correlation-Id': correlationId }
  if (translated.retryAfter !== undefined) headers['Retry-After'] = String(translated.retryAfter)
  return respondJson({ error: translated.error }, translated.status, headers)
}

/** newCorrelationId makes the id that ties an answer to its log line. */
export function newCorrelationId(): string {
  return crypto.randomUUID()
}

/** routeOf gives a request's path without its query, which may hold a search text. */
function routeOf(request: Request): string {
  return URL.parse(request.url)?.pathname ?? '/'
}
