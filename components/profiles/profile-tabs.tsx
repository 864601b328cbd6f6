'use client'

import Link from 'next/link'
import { usePathname, useRouter } from 'next/navigation'
import { useTeam } from '#components/shell/team-context.tsx'
import { useShortcuts } from '#components/shell/use-shortcuts.ts'
import { tabClass, tabListClass } from '#components/ui/tab-class.ts'
import type { ProfileRight } from '#lib/shared/grant.ts'
import type { Profile } from '#lib/shared/profile.ts'
import type { Action } from '#lib/shared/team.ts'

interface Tab {
  path: string
  label: string
  keys: string
  action: Action
  right: ProfileRight
  /** Stands for every product; the rest is Kafka's. */
  always?: true
}

const tabs: readonly Tab[] = [
  { path: '', label: 'Overview', keys: 'g o', action: 'profile.read', right: 'see', always: true },
  { path: '/live', label: 'Live', keys: 'g l', action: 'records.read', right: 'use' },
  { path: '/produce', label: 'Produce', keys: 'g r', action: 'records.produce', right: 'use' },
  { path: '/jobs', label: 'Jobs', keys: 'g b', action: 'job.list', right: 'see' },
  { path: '/groups', label: 'Groups', keys: 'g g', action: 'group.read', right: 'use' },
  { path: '/code', label: 'Code', keys: 'g k', action: 'snippet.read', right: 'use' },
  { path: '/versions', label: 'Versions', keys: 'g v', action: 'profile.read', right: 'see', always: true },
  { path: '/access', label: 'Access', keys: 'g a', action: 'grant.read', right: 'see', always: true },
]

/** ProfileTabs are links, so that each tab has its address; what can't be done with the profile has none. */
export function ProfileTabs({ id, profile }: { id: string; profile: Profile | undefined }) {
  const { team, may, mayWith } = useTeam()
  const router = useRouter()
  const pathname = usePathname()
  const base = `/teams/${team.id}/profiles/${id}`
  const shown = tabs.filter((tab) => {
    if (profile === undefined) return may(tab.action)
    return (tab.always || profile.product === 'kafka') && mayWith(profile, tab.action, tab.right)
  })
  useShortcuts(
    shown.map((tab) => ({
      keys: tab.keys,
      label: `Go to ${tab.label.toLowerCase()}`,
      group: 'Profile',
      run: () => router.push(base + tab.path),
    })),
  )
  return (
    <nav aria-label="Profile" className={tabListClass}>
      {shown.map((tab) => (
        <Link
          key={tab.path}
          href={base + tab.path}
          aria-current={isCurrent(pathname, base, tab) ? 'page' : undefined}
          className={tabClass}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  )
}

/** A page below a tab's own, such as one group's, still belongs to the tab. */
function isCurrent(pathname: string, base: string, { path }: Tab): boolean {
  return pathname === base + path || (path !== '' && pathname.startsWith(`${base}${path}/`))
}
