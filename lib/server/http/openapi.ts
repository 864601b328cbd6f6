import 'server-only'
import { z } from 'zod'
import { ApiErrorSchema } from '#lib/shared/error-code.ts'
import type { RouteHandler, RouteSpec } from './route-spec.ts'

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
type Method = (typeof methods)[number]

/** RouteModule is a route.ts: a handler by method, beside settings of Next. */
export type RouteModule = Readonly<Partial<Record<Method, RouteHandler>>>

type Json = Record<string, unknown>

const JSON_TYPE = 'application/json'

/**
 * describeApi makes the OpenAPI 3.1 document of routes by their paths (`/api/teams/{team}`). It reads the schemas that
 * the handlers themselves check with, so it can't promise anything else.
 */
export function describeApi(routes: Readonly<Record<string, RouteModule>>): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Keystream',
      version: '0.1.0',
      description:
        'Times are ISO 8601 in UTC, offsets decimal strings. Lists: {items, next}, asked on with ?after=. Errors: {error}.',
    },
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: '__Host-keystream-session' },
        token: { type: 'http', scheme: 'bearer', description: 'An API token of the team, ks_…' },
      },
      schemas: { Error: jsonSchema(z.object({ error: ApiErrorSchema }), 'output') },
    },
    paths: Object.fromEntries(
      Object.entries(routes).map(([path, module]) => [path, describePath(path, module)]),
    ),
  }
}

function describePath(path: string, module: RouteModule): Json {
  const operations = methods.flatMap((method) => {
    const handler = module[method]
    return handler ? [[method.toLowerCase(), describeOperation(path, handler.spec)] as const] : []
  })
  return Object.fromEntries(operations)
}

function describeOperation(path: string, spec: RouteSpec): Json {
  const parameters = [...pathParameters(path, spec), ...queryParameters(spec)]
  return {
    ...(spec.summary !== undefined && { summary: spec.summary }),
    ...(spec.action !== undefined && { 'x-action': spec.action }),
    security: securityOf(spec),
    ...(parameters.length > 0 && { parameters }),
    ...(spec.body && {
      requestBody: { required: true, content: { [JSON_TYPE]: { schema: jsonSchema(spec.body, 'input') } } },
    }),
    responses: { ...describeAnswer(spec), default: describeFailure() },
  }
}

/** A token never proves who sits there, and knows one team. */
function securityOf({ access, recentProof, tokens }: RouteSpec): Json[] {
  if (access === 'public') return []
  const takesTokens = tokens === true || (access === 'team' && recentProof !== true)
  return [{ session: [] }, ...(takesTokens ? [{ token: [] }] : [])]
}

function describeAnswer(spec: RouteSpec): Json {
  if (spec.stream) {
    const schema = jsonSchema(spec.stream, 'output')
    const content = { 'application/x-ndjson': { schema }, 'text/event-stream': { schema } }
    return { 200: { description: 'A stream of events; each line is one.', content } }
  }
  if (spec.response) {
    const content = { [JSON_TYPE]: { schema: jsonSchema(spec.response, 'output') } }
    return { [spec.status ?? 200]: { description: 'Good.', content } }
  }
  const isDone = spec.action !== undefined
  return { [spec.status ?? (isDone ? 204 : 200)]: { description: isDone ? 'Done.' : 'Good.' } }
}

function describeFailure(): Json {
  const schema = { $ref: '#/components/schemas/Error' }
  return { description: 'What went wrong, and what to do.', content: { [JSON_TYPE]: { schema } } }
}

function pathParameters(path: string, spec: RouteSpec): Json[] {
  const known = spec.params ? propertiesOf(jsonSchema(spec.params, 'input')) : {}
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: known[name] ?? { type: 'string' },
  }))
}

function queryParameters(spec: RouteSpec): Json[] {
  if (!spec.query) return []
  const schema = jsonSchema(spec.query, 'input')
  const required = Array.isArray(schema.required) ? schema.required : []
  return Object.entries(propertiesOf(schema)).map(([name, property]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema: property,
  }))
}

function propertiesOf(schema: Json): Json {
  const { properties } = schema
  return typeof properties === 'object' && properties !== null ? (properties as Json) : {}
}

/** A transform has no JSON schema of its own: what goes in, or anything, stands in its place. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json
  return rest
}
