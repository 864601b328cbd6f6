import { z } from 'zod'
import { IdSchema } from './ids.ts'

export const RoleSchema = z.enum(['owner', 'admin', 'editor', 'operator', 'viewer'])
export type Role = z.infer<typeof RoleSchema>

const everyone: readonly Role[] = ['owner', 'admin', 'editor', 'operator', 'viewer']
const workers: readonly Role[] = ['owner', 'admin', 'editor', 'operator']
const makers: readonly Role[] = ['owner', 'admin', 'editor']
const heads: readonly Role[] = ['owner', 'admin']

/** allowed is the one table of who may do what in a team. Guards and buttons ask it through `can`. */
const allowed = {
  'team.read': everyone,
  'profile.list': everyone,
  'profile.read': everyone,
  'profile.create': makers,
  'profile.update': makers,
  'profile.delete': makers,
  'credentials.parse': everyone,
  'profile.check': workers,
  'records.read': workers,
  'records.produce': workers,
  'topic.list': workers,
  'job.list': everyone,
  'job.read': everyone,
  'job.start': workers,
  'job.cancel': workers,
  'audit.read': heads,
} as const satisfies Record<string, readonly Role[]>

export type Action = keyof typeof allowed
export const actions = Object.keys(allowed) as readonly Action[]

/** can says whether a role may do an action. Pure, the same in the browser and on the server. */
export function can(role: Role, action: Action): boolean {
  return allowed[action].includes(role)
}

export const TeamSchema = z.object({ id: IdSchema, name: z.string(), role: RoleSchema })
export type Team = z.infer<typeof TeamSchema>

export const MeSchema = z.object({
  user: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  teams: z.array(TeamSchema),
})
export type Me = z.infer<typeof MeSchema>
