'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { useTeam } from '#components/shell/team-context.tsx'
import { tabClass, tabListClass } from '#components/ui/tab-class.ts'
import type { Action } from '#lib/shared/team.ts'

/** teamTabs are the pages about a team itself, each for whom its action allows. */
export const teamTabs: readonly { path: string; label: string; action: Action }[] = [
  { path: 'members', label: 'Members', action: 'member.list' },
  { path: 'tokens', label: 'API tokens', action: 'token.list' },
  { path: 'egress', label: 'Egress', action: 'egress.read' },
  { path: 'audit', label: 'Audit log', action: 'audit.read' },
]

/** TeamFrame stands around the pages about a team itself: its tabs, then the page, which brings its own heading. */
export function TeamFrame({ children }: { children: ReactNode }) {
  const { team, may } = useTeam()
  const pathname = usePathname()
  return (
    <div className="mx-auto flex max-w-[1400px] flex-col gap-4 px-3 pt-2 pb-5 sm:px-6">
      <nav aria-label="Team" className={tabListClass}>
        {teamTabs
          .filter((tab) => may(tab.action))
          .map((tab) => {
            const href = `/teams/${team.id}/${tab.path}`
            return (
              <Link
                key={tab.path}
                href={href}
                aria-current={pathname === href ? 'page' : undefined}
                className={tabClass}
              >
                {tab.label}
              </Link>
            )
          })}
      </nav>
      {children}
    </div>
  )
}
