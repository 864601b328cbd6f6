'use client'

import Link from 'next/link'
import { usePathname, useRouter } from 'next/navigation'
import { useTeam } from '#components/shell/team-context.tsx'
import { useShortcuts } from '#components/shell/use-shortcuts.ts'
import { tabClass, tabListClass } from '#components/ui/tab-class.ts'
import type { Action } from '#lib/shared/team.ts'

const tabs: readonly { path: string; label: string; keys: string; action: Action }[] = [
  { path: '', label: 'Overview', keys: 'g o', action: 'profile.read' },
  { path: '/live', label: 'Live', keys: 'g l', action: 'records.read' },
  { path: '/produce', label: 'Produce', keys: 'g r', action: 'records.produce' },
  { path: '/jobs', label: 'Jobs', keys: 'g b', action: 'job.list' },
]

/** ProfileTabs are links, so that each tab has its address. Only Kafka profiles have more than the overview. */
export function ProfileTabs({ profile }: { profile: string }) {
  const { team, may } = useTeam()
  const router = useRouter()
  const pathname = usePathname()
  const base = `/teams/${team.id}/profiles/${profile}`
  const shown = tabs.filter((tab) => may(tab.action))
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
          aria-current={pathname === base + tab.path ? 'page' : undefined}
          className={tabClass}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  )
}
