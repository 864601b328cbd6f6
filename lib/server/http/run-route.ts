import 'server-only'
import { z } from 'zod'
import { AppError, notFound } from '#lib/server/base/app-error.ts'
import { isStopping } from '#lib/server/base/lifecycle.ts'
import { metrics } from '#lib/server/base/metrics.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { guardMutation } from './guard-mutation.ts'
import { parseWith, readBody, readQuery } from './read-request.ts'
import { respondError, respondJson, withApiHeaders } from './respond.ts'
import type { RouteContext, RouteSpec } from './route-spec.ts'

/** RouteInput is a request, read and checked. Its types are those of the spec's schemas. */
export interface RouteInput {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
}

/** Path parts that are ids of ours: a wrong one is simply not found. */
const ID_PARAMS = new Set(['team', 'profile', 'job', 'grant', 'token'])

/** What orchestrators ask for while a server stops. */
const alwaysAnswered = new Set(['/api/health', '/api/ready'])

/** guarded runs a route's steps and turns whatever they throw into an answer. */
export async function guarded(request: Request, run: () => Promise<Response>): Promise<Response> {
  const began = performance.now()
  const response = await answer(request, run)
  const { requests, seconds } = metrics()
  requests.inc({ method: request.method, status: String(response.status) })
  seconds.observe({ method: request.method }, (performance.now() - began) / 1000)
  return response
}

async function answer(request: Request, run: () => Promise<Response>): Promise<Response> {
  try {
    if (isStopping() && !alwaysAnswered.has(new URL(request.url).pathname)) throw stopping()
    guardMutation(request)
    return await run()
  } catch (error) {
    return respondError(error, request)
  }
}

/** stopping is what a request or a stream gets while the server shuts down. */
export function stopping(): AppError {
  return new AppError({
    code: 'interrupted',
    message: 'The server is stopping.',
    advice: 'Try again when it is back.',
    retryAfter: 5,
  })
}

/** readPath checks the path's parts; a malformed id is 404, any other malformed part 400. */
export async function readPath(context: RouteContext, schema: z.ZodType | undefined): Promise<unknown> {
  // The team's id was judged by requireMember, with the same answer for malformed, foreign and missing.
  const rest = Object.fromEntries(
    Object.entries((await context.params) ?? {}).filter(([name]) => name !== 'team'),
  )
  for (const name of ID_PARAMS) {
    if (name in rest && !IdSchema.safeParse(rest[name]).success) throw notFound()
  }
  return parseWith(schema ?? z.object({}), rest, 'path')
}

/** readInput reads query and body as the spec says. A query on a route that declares none is an unknown field. */
export async function readInput(request: Request, spec: RouteSpec): Promise<Omit<RouteInput, 'params'>> {
  const query = readQuery(request, spec.query ?? z.strictObject({}))
  const body = spec.body ? await readBody(request, spec.body, spec.bodyLimit) : undefined
  return { query: spec.query ? query : undefined, body }
}

/** respond sends a handler's value through the spec's response schema, or its own Response as it is. */
export function respond(value: unknown, spec: RouteSpec): Response {
  if (value instanceof Response) return withApiHeaders(value)
  if (value === undefined) return respondJson(undefined)
  return respondJson(spec.response ? spec.response.parse(value) : value, spec.status ?? 200)
}
