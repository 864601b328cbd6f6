'use client'

import { Search } from 'lucide-react'
import Link from 'next/link'
import { usePathname, useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import { teamTabs } from '#components/team/team-tabs.tsx'
import { Button } from '#components/ui/button.tsx'
import { classNames } from '#components/ui/class-names.ts'
import { Kbd } from '#components/ui/kbd.tsx'
import type { Me, Team } from '#lib/shared/team.ts'
import { CommandPalette } from './command-palette.tsx'
import { displayKeys } from './keys.ts'
import { Logo } from './logo.tsx'
import { ShortcutHost } from './shortcut-host.tsx'
import { TeamProvider, useTeam } from './team-context.tsx'
import { TeamSwitch } from './team-switch.tsx'
import { useMac } from './use-mac.ts'
import { useShortcuts } from './use-shortcuts.ts'
import { UserMenu } from './user-menu.tsx'

const places = [
  { path: 'profiles', label: 'Profiles', keys: 'g p' },
  { path: 'jobs', label: 'Jobs', keys: 'g j' },
] as const

/** AppShell stands around every page of a team: where one is, where one can go, the palette and the keys. */
export function AppShell({ me, team, children }: { me: Me; team: Team; children: ReactNode }) {
  const [palette, setPalette] = useState(false)
  const [keys, setKeys] = useState(false)
  const router = useRouter()
  useShortcuts([
    { keys: 'mod+k', label: 'Find anything', group: 'Everywhere', run: () => setPalette((open) => !open) },
    ...places.map((place) => ({
      keys: place.keys,
      label: `Go to ${place.label.toLowerCase()}`,
      group: 'Everywhere',
      run: () => router.push(`/teams/${team.id}/${place.path}`),
    })),
  ])
  return (
    <TeamProvider me={me} team={team}>
      <a
        href="#main"
        className="absolute top-1 left-1 z-50 -translate-y-16 rounded-md bg-accent px-3 py-1.5 text-on-accent focus:translate-y-0"
      >
        Skip to content
      </a>
      <header className="sticky top-0 z-20 border-b border-line bg-surface">
        <div className="flex h-11 items-center gap-1 px-2 sm:gap-2 sm:px-4">
          <Link
            href={`/teams/${team.id}/profiles`}
            aria-label="Keystream, profiles"
            className="flex h-8 items-center gap-1.5 rounded-md px-1 font-semibold tracking-tight"
          >
            <Logo className="size-5 text-accent" />
            <span className="max-sm:sr-only">Keystream</span>
          </Link>
          <TeamSwitch />
          <Places team={team} />
          <div className="flex-1" />
          <FindButton onClick={() => setPalette(true)} />
          <UserMenu onShowKeys={() => setKeys(true)} />
        </div>
      </header>
      <main id="main" tabIndex={-1} className="outline-none">
        {children}
      </main>
      <CommandPalette open={palette} onOpenChange={setPalette} onShowKeys={() => setKeys(true)} />
      <ShortcutHost open={keys} onOpenChange={setKeys} />
    </TeamProvider>
  )
}

function Places({ team }: { team: Team }) {
  const pathname = usePathname()
  const { may } = useTeam()
  const base = `/teams/${team.id}`
  const ofTeam = teamTabs.filter((tab) => may(tab.action)).map((tab) => `${base}/${tab.path}`)
  const links: { label: string; href: string; all: string[] }[] = places.map(({ path, label }) => ({
    label,
    href: `${base}/${path}`,
    all: [`${base}/${path}`],
  }))
  const [first] = ofTeam
  if (first) links.push({ label: 'Team', href: first, all: ofTeam })
  return (
    <nav aria-label="Main" className="flex h-full items-stretch sm:ml-2">
      {links.map((place) => {
        const here = place.all.some((path) => pathname === path || pathname.startsWith(`${path}/`))
        return (
          <Link
            key={place.label}
            href={place.href}
            aria-current={here ? 'page' : undefined}
            className={classNames(
              'relative flex items-center px-2 text-sm font-medium sm:px-2.5',
              here
                ? 'text-ink after:absolute after:inset-x-2 after:-bottom-px after:h-0.5 after:bg-accent'
                : 'text-muted hover:text-ink',
            )}
          >
            {place.label}
          </Link>
        )
      })}
    </nav>
  )
}

function FindButton({ onClick }: { onClick: () => void }) {
  const mac = useMac()
  return (
    <Button variant="ghost" size="sm" onClick={onClick} className="max-sm:w-8">
      <Search />
      <span className="max-sm:sr-only">Find</span>
      <span aria-hidden className="inline-flex max-sm:hidden">
        <Kbd keys={displayKeys('mod+k', mac)} />
      </span>
    </Button>
  )
}
