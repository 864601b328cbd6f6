'use client'

import { createContext, type ReactNode, use, useMemo } from 'react'
import type { ProfileRight } from '#lib/shared/grant.ts'
import { type Action, can, type Me, type Role, RoleSchema, type Team } from '#lib/shared/team.ts'

export interface TeamView {
  team: Team
  me: Me
  /** Asks the one table of roles; hides or explains what this member can't do. */
  may: (action: Action) => boolean
  /** Asks both tables, of roles and of rights on one profile: what its route asks as well. */
  mayWith: (profile: { rights: readonly ProfileRight[] }, action: Action, right: ProfileRight) => boolean
}

const Context = createContext<TeamView | null>(null)

export function TeamProvider({ me, team, children }: { me: Me; team: Team; children: ReactNode }) {
  const value = useMemo<TeamView>(() => {
    const may = (action: Action) => can(team.role, action)
    return { me, team, may, mayWith: ({ rights }, action, right) => may(action) && rights.includes(right) }
  }, [me, team])
  return <Context value={value}>{children}</Context>
}

/** useTeam gives the team whose pages these are, who is looking, and what they may do. */
export function useTeam(): TeamView {
  const value = use(Context)
  if (!value) throw new Error('useTeam stands outside of a team')
  return value
}

/** rolesThatMay says who can do an action, in words: "an owner, admin or editor". */
export function rolesThatMay(action: Action): string {
  const roles: Role[] = RoleSchema.options.filter((role) => can(role, action))
  const words =
    roles.length > 1 ? `${roles.slice(0, -1).join(', ')} or ${roles.at(-1)}` : (roles[0] ?? 'nobody')
  return `${/^[aeio]/.test(words) ? 'an' : 'a'} ${words}`
}
