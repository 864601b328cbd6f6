import type { Role } from '#lib/shared/team.ts'

/** roleWords says what each role may do, in one line. */
export const roleWords: Readonly<Record<Role, string>> = {
  owner: 'Everything, also who owns the team',
  admin: 'Everything but what concerns owners',
  editor: 'Stores and changes profiles, works with them',
  operator: 'Works with the profiles that are shared',
  viewer: 'Looks at profiles and results',
}

/** roleOptions makes the choices of a select, each with what it means. */
export function roleOptions(roles: readonly Role[]): { value: Role; label: string }[] {
  return roles.map((role) => ({ value: role, label: `${role}: ${roleWords[role]}` }))
}
