'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { PageHeader } from '#components/ui/page-header.tsx'
import { tabClass, tabListClass } from '#components/ui/tab-class.ts'

const tabs = [
  { path: '', label: 'History' },
  { path: '/schedules', label: 'Schedules' },
  { path: '/templates', label: 'Templates' },
] as const

/** JobsTabs is the head of the pages about a team's jobs. */
export function JobsTabs({ team }: { team: string }) {
  const here = usePathname()
  const base = `/teams/${team}/jobs`
  return (
    <>
      <PageHeader title="Jobs">
        Work on profiles that runs on the server, whether somebody looks or not.
      </PageHeader>
      <nav aria-label="Jobs" className={tabListClass}>
        {tabs.map(({ path, label }) => (
          <Link
            key={path}
            href={base + path}
            aria-current={here === base + path ? 'page' : undefined}
            className={tabClass}
          >
            {label}
          </Link>
        ))}
      </nav>
    </>
  )
}
