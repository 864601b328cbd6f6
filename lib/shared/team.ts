import { z } from 'zod'
import { IdSchema } from './ids.ts'

export const RoleSchema = z.enum(['owner', 'admin', 'editor', 'operator', 'viewer'])
export type Role = z.infer<typeof RoleSchema>

const everyone: readonly Role[] = ['owner', 'admin', 'editor', 'operator', 'viewer']
const workers: readonly Role[] = ['owner', 'admin', 'editor', 'operator']
const makers: readonly Role[] = ['owner', 'admin', 'editor']
const heads: readonly Role[] = ['owner', 'admin']
const owners: readonly Role[] = ['owner']

/**
 * allowed is the one table of who may do what in a team. Guards and buttons ask it through `can`. What a member may do
 * with one profile is a second question, which the profile's grants answer (grant.ts).
 */
const allowed = {
  'team.read': everyone,
  'team.update': heads,
  'member.list': everyone,
  'member.manage': heads,
  'invitation.manage': heads,
  'sso.manage': heads,
  'profile.list': everyone,
  'profile.read': everyone,
  'profile.create': makers,
  'profile.update': makers,
  // Whether the brokers' names are verified says whom a stored password is sent to.
  'profile.trust': heads,
  'profile.delete': makers,
  'profile.restore': makers,
  'profile.import': makers,
  'version.create': makers,
  'version.promote': makers,
  'version.rollback': makers,
  'bundle.export': heads,
  'secret.reveal': makers,
  'snippet.read': workers,
  'grant.read': everyone,
  'grant.manage': makers,
  'credentials.parse': everyone,
  'profile.check': workers,
  'records.read': workers,
  'records.produce': workers,
  'topic.list': workers,
  'group.read': workers,
  'group.reset': workers,
  // It ends what an application has remembered; a reset can be taken back.
  'group.delete': makers,
  'filter.read': everyone,
  'filter.write': workers,
  'schema.read': workers,
  'schema.manage': makers,
  'decoder.choose': workers,
  'job.list': everyone,
  'job.read': everyone,
  'job.start': workers,
  'job.cancel': workers,
  'template.read': everyone,
  'template.write': workers,
  'schedule.read': everyone,
  'schedule.write': workers,
  'webhook.read': everyone,
  // What a webhook is told leaves the house.
  'webhook.write': makers,
  'token.list': workers,
  'token.create': workers,
  'token.revoke': workers,
  'audit.read': heads,
  'audit.export': heads,
  'egress.read': heads,
  'egress.manage': owners,
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
