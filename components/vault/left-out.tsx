import Link from 'next/link'
import { useTeam } from '#components/shell/team-context.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Notice } from '#components/ui/notice.tsx'
import type { ExportedBundle } from '#lib/shared/bundle.ts'

/** What one reads without scrolling; the rest is counted. */
const SHOWN = 8

/** LeftOut names the profiles that are not in a bundle, and who can give the right that was missing. */
export function LeftOut({ leftOut, canGrant }: Pick<ExportedBundle, 'leftOut' | 'canGrant'>) {
  const { team } = useTeam()
  const more = leftOut.length - SHOWN
  return (
    <Notice
      tone="warn"
      title={`${formatCount(leftOut.length)} left out: you may not see ${leftOut.length === 1 ? 'its secrets' : 'their secrets'}`}
    >
      <ul className="my-1 flex flex-col gap-0.5" aria-label="Left out">
        {leftOut.slice(0, SHOWN).map(({ id, name }) => (
          <li key={id} className="truncate">
            <Link className="underline" href={`/teams/${team.id}/profiles/${id}/access`}>
              {name}
            </Link>
          </li>
        ))}
        {more > 0 && <li>and {formatCount(more)} more</li>}
      </ul>
      <p>
        The right to reveal is given on a profile’s Access tab, by{' '}
        {canGrant.map(({ name, email }) => `${name} (${email})`).join(', ')}.
      </p>
    </Notice>
  )
}
