'use client'

import { Check, ChevronsUpDown } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { Button } from '#components/ui/button.tsx'
import { Menu, MenuItem, MenuLabel } from '#components/ui/menu.tsx'
import { useTeam } from './team-context.tsx'

/** TeamSwitch says whose things these are, and goes to another team where there is one. */
export function TeamSwitch() {
  const { me, team } = useTeam()
  const router = useRouter()
  if (me.teams.length < 2) {
    return (
      <span className="max-w-28 truncate border-l border-line pl-2 text-sm text-muted sm:max-w-52 sm:pl-3">
        {team.name}
      </span>
    )
  }
  return (
    <Menu
      align="start"
      trigger={
        <Button variant="ghost" size="sm" aria-label={`Team: ${team.name}`} className="min-w-0 shrink">
          <span className="max-w-24 truncate sm:max-w-48">{team.name}</span>
          <ChevronsUpDown />
        </Button>
      }
    >
      <MenuLabel>Teams</MenuLabel>
      {me.teams.map((each) => (
        <MenuItem key={each.id} onSelect={() => router.push(`/teams/${each.id}/profiles`)}>
          <Check aria-hidden className={each.id === team.id ? '' : 'invisible'} />
          <span className="max-w-60 truncate">{each.name}</span>
        </MenuItem>
      ))}
    </Menu>
  )
}
