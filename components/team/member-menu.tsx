'use client'

import { KeyRound, MoreHorizontal, UserMinus, UserRoundCheck, UserRoundX } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '#components/ui/menu.tsx'
import type { TeamMember } from '#lib/shared/member.ts'

export interface MemberMenuProps {
  member: TeamMember
  onDisable: (disabled: boolean) => void
  onResetLink: () => void
  onRemove: () => void
}

export function MemberMenu({ member, onDisable, onResetLink, onRemove }: MemberMenuProps) {
  const isOn = member.disabledAt === null
  return (
    <Menu
      trigger={
        <Button variant="ghost" size="icon-sm" aria-label={`More about ${member.name}`}>
          <MoreHorizontal />
        </Button>
      }
    >
      <MenuItem onSelect={() => onDisable(isOn)}>
        {isOn ? <UserRoundX aria-hidden /> : <UserRoundCheck aria-hidden />}
        {isOn ? 'Disable' : 'Enable'}
      </MenuItem>
      <MenuItem onSelect={onResetLink}>
        <KeyRound aria-hidden />
        Make a reset link
      </MenuItem>
      <MenuSeparator />
      <MenuItem tone="danger" onSelect={onRemove}>
        <UserMinus aria-hidden />
        Remove from the team
      </MenuItem>
    </Menu>
  )
}
