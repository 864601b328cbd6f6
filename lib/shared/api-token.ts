import { z } from 'zod'
import { IdSchema } from './ids.ts'
import { type Action, type Role, RoleSchema } from './team.ts'

/** A token that nobody looks after dies within a quarter. */
export const MAX_TOKEN_DAYS = 90

/**
 * scopeActions says what a token of a scope may do, as far as its role may. What is in no scope no token can do: people
 * and roles, grants, tokens, sign-on and egress; and nothing that asks for a recent proof, such as revealing a secret.
 */
const scopeActions = {
  'profiles.read': [
    'team.read',
    'profile.list',
    'profile.read',
    'credentials.parse',
    'topic.list',
    'group.read',
    'snippet.read',
  ],
  'profiles.write': [
    'team.read',
    'profile.list',
    'profile.read',
    'credentials.parse',
    'profile.create',
    'profile.update',
    'profile.import',
    'version.create',
    'version.promote',
    'version.rollback',
  ],
  check: ['profile.list', 'profile.read', 'profile.check'],
  'records.read': ['profile.list', 'profile.read', 'topic.list', 'records.read', 'filter.read'],
  'records.write': ['profile.list', 'profile.read', 'topic.list', 'records.produce'],
  groups: ['profile.list', 'profile.read', 'topic.list', 'group.read', 'group.reset', 'group.delete'],
  jobs: [
    'profile.list',
    'profile.read',
    'job.list',
    'job.read',
    'job.start',
    'job.cancel',
    'template.read',
    'template.write',
    'schedule.read',
    'schedule.write',
    'webhook.read',
  ],
  'audit.read': ['audit.read'],
} as const satisfies Record<string, readonly Action[]>

export type TokenScope = keyof typeof scopeActions
export const tokenScopes = Object.keys(scopeActions) as [TokenScope, ...TokenScope[]]
export const TokenScopeSchema = z.enum(tokenScopes)

/** scopesAllow says whether any of a token's scopes holds an action. */
export function scopesAllow(scopes: readonly TokenScope[], action: Action): boolean {
  return scopes.some((scope) => (scopeActions[scope] as readonly Action[]).includes(action))
}

/** lesserRole gives the one of two roles that may do less: a token is never above the person it stands for. */
export function lesserRole(one: Role, other: Role): Role {
  const order = RoleSchema.options
  return order[Math.max(order.indexOf(one), order.indexOf(other))] ?? 'viewer'
}

export const ApiTokenSchema = z.object({
  id: IdSchema,
  name: z.string(),
  /** Who made it and for whom it acts. */
  owner: z.object({ name: z.string(), email: z.string() }),
  mine: z.boolean(),
  role: RoleSchema,
  scopes: z.array(TokenScopeSchema),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
  revokedBy: z.string().nullable(),
  state: z.enum(['active', 'expired', 'revoked']),
})
export type ApiToken = z.infer<typeof ApiTokenSchema>

export const ApiTokenPageSchema = z.object({ items: z.array(ApiTokenSchema), next: z.string().nullable() })

export const CreateTokenSchema = z.strictObject({
  name: z.string().trim().min(1, 'Give the token a name.').max(60, 'A name has at most 60 characters.'),
  role: RoleSchema,
  scopes: z
    .array(TokenScopeSchema)
    .min(1, 'Choose what the token may do.')
    .max(tokenScopes.length)
    .refine((scopes) => new Set(scopes).size === scopes.length, 'Name each scope once.'),
  days: z
    .number()
    .int()
    .min(1, 'A token lives for at least a day.')
    .max(MAX_TOKEN_DAYS, `A token lives for at most ${MAX_TOKEN_DAYS} days.`),
})
export type CreateToken = z.infer<typeof CreateTokenSchema>

/** The one answer that holds the token's text. */
export const CreatedTokenSchema = z.object({ token: ApiTokenSchema, text: z.string() })
export type CreatedToken = z.infer<typeof CreatedTokenSchema>
