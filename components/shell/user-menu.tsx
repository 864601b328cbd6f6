'use client'

import { CircleUserRound, Gauge, Keyboard, LogOut, ShieldCheck, UserRoundCog } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTheme } from 'next-themes'
import { useState } from 'react'
import { toast } from 'sonner'
import { Button } from '#components/ui/button.tsx'
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuSeparator } from '#components/ui/menu.tsx'
import { apiErrorOf } from '#lib/client/api.ts'
import { signOut } from '#lib/client/session.ts'
import { useTeam } from './team-context.tsx'

export const themes = [
  { value: 'system', label: 'Like the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const

/** leave signs out; what was open is dropped by loading the sign-in page anew. */
export async function leave(): Promise<void> {
  try {
    await signOut()
    window.location.assign('/sign-in')
  } catch (caught) {
    toast.error(apiErrorOf(caught).message)
  }
}

export function UserMenu({ onShowKeys }: { onShowKeys: () => void }) {
  const { me, team } = useTeam()
  const { theme, setTheme } = useTheme()
  const router = useRouter()
  const [leaving, setLeaving] = useState(false)
  return (
    <Menu
      trigger={
        <Button variant="ghost" size="icon" aria-label="Your account" pending={leaving}>
          {!leaving && <CircleUserRound />}
        </Button>
      }
    >
      <div className="max-w-64 px-2 pt-1 pb-1.5">
        <p className="truncate font-medium">{me.user.name}</p>
        <p className="truncate text-xs text-muted">{me.user.email}</p>
        <p className="truncate text-xs text-muted">
          {team.role} of {team.name}
        </p>
      </div>
      <MenuSeparator />
      <MenuLabel>Theme</MenuLabel>
      <MenuChoice
        label="Theme"
        value={themes.find((each) => each.value === theme)?.value ?? 'system'}
        options={themes}
        onValueChange={setTheme}
      />
      <MenuSeparator />
      <MenuItem onSelect={() => router.push('/account')}>
        <UserRoundCog aria-hidden />
        Your account
      </MenuItem>
      <MenuItem onSelect={onShowKeys}>
        <Keyboard aria-hidden />
        Keys
      </MenuItem>
      <MenuItem onSelect={() => window.location.assign('/docs/security')}>
        <ShieldCheck aria-hidden />
        How secrets are kept
      </MenuItem>
      <MenuItem onSelect={() => window.location.assign('/docs/measured')}>
        <Gauge aria-hidden />
        How fast it is
      </MenuItem>
      <MenuItem
        onSelect={() => {
          setLeaving(true)
          void leave().finally(() => setLeaving(false))
        }}
      >
        <LogOut aria-hidden />
        Sign out
      </MenuItem>
    </Menu>
  )
}
