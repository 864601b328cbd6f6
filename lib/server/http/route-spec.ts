import 'server-only'
import type { z } from 'zod'
import type { ProfileRight } from '#lib/shared/grant.ts'
import type { Action } from '#lib/shared/team.ts'

/** What Next hands to a route handler beside the request. */
export interface RouteContext {
  /** Resolves to undefined on a path without parts of its own. */
  readonly params: Promise<Record<string, string | string[] | undefined> | undefined>
}

/**
 * RouteSpec declares a route: what it takes and gives. Guards read it, and so does the OpenAPI document, so the
 * document can't say anything else than the handler does.
 */
export interface RouteSpec<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> {
  readonly summary?: string
  /** The right that the member needs; absent on routes without a team. */
  readonly action?: Action
  /** The session must have proved within five minutes who uses it: else 403 `reauthentication_required`. */
  readonly recentProof?: true
  /** What the member must be able to do with the profile of the path, or with the profile of its job. */
  readonly profileRight?: ProfileRight
  /** On a route outside of any team: an API token is taken too. */
  readonly tokens?: true
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  /** Bytes of body that are read, default 512 KiB; more is 413. */
  readonly bodyLimit?: number
  /** The answer passes through this schema, which drops what it does not name. */
  readonly response?: R
  /** Status of a good answer, default 200, or 204 when the handler gives undefined. */
  readonly status?: number
  /** One event of the stream that this route answers with, instead of `response`. */
  readonly stream?: z.ZodType
  /** Who may call: a member of the team in the path, anybody signed in, anybody. */
  readonly access?: 'team' | 'user' | 'public'
}

export type RouteHandler = ((request: Request, context: RouteContext) => Promise<Response>) & {
  readonly spec: RouteSpec
}

export type Output<T extends z.ZodType | undefined> = T extends z.ZodType ? z.output<T> : undefined

/** attachSpec lets a handler carry its declaration. */
export function attachSpec(
  handler: (request: Request, context: RouteContext) => Promise<Response>,
  spec: RouteSpec,
): RouteHandler {
  return Object.assign(handler, { spec })
}
