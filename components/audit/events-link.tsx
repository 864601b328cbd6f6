'use client'

import { ScrollText } from 'lucide-react'
import Link from 'next/link'
import { useTeam } from '#components/shell/team-context.tsx'
import { buttonClass } from '#components/ui/button.tsx'

/** EventsLink leads from an object to what happened to it, for whom the log is open. */
export function EventsLink({ subject, what }: { subject: string; what: string }) {
  const { team, may } = useTeam()
  if (!may('audit.read')) return null
  return (
    <Link
      href={`/teams/${team.id}/audit?${new URLSearchParams({ subject })}`}
      aria-label={`Events of ${what}`}
      className={buttonClass('ghost', 'sm')}
    >
      <ScrollText aria-hidden />
      Events
    </Link>
  )
}
