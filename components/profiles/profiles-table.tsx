'use client'

import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp } from 'lucide-react'
import Link from 'next/link'
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import { useTeam } from '#components/shell/team-context.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { classNames } from '#components/ui/class-names.ts'
import { formatCount } from '#components/ui/format.ts'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Table, TableHead, Td, Th } from '#components/ui/table.tsx'
import type { Profile } from '#lib/shared/profile.ts'
import { Health } from './health.tsx'
import { productName } from './product-name.ts'
import { profileRights } from './profile-rights.ts'
import { RightBadges } from './right-badges.tsx'
import type { ProfileSort, ProfileView } from './select-profiles.ts'
import { summarizeFacts } from './summarize-profile.ts'

/** Fewer rows than this are cheaper drawn than counted. */
const VIRTUAL_FROM = 120
const ROW_PX = 45

const columns: readonly { sort: ProfileSort | null; label: string; wide: string }[] = [
  { sort: 'name', label: 'Name', wide: '' },
  { sort: 'product', label: 'Product', wide: 'max-lg:hidden' },
  { sort: 'target', label: 'Topic', wide: 'max-sm:hidden' },
  { sort: 'principal', label: 'Principal', wide: 'max-md:hidden' },
  { sort: null, label: 'Protocol', wide: 'max-lg:hidden' },
  { sort: null, label: 'Rights', wide: 'max-sm:hidden' },
  { sort: 'health', label: 'Health', wide: '' },
  { sort: 'used', label: 'Last used', wide: 'max-md:hidden' },
]

export interface ProfilesTableProps {
  profiles: readonly Profile[]
  total: number
  view: ProfileView
  onSort: (next: Pick<ProfileView, 'sort' | 'descending'>) => void
  onLabel: (label: string) => void
}

export function ProfilesTable({ profiles, total, view, onSort, onLabel }: ProfilesTableProps) {
  const virtual = profiles.length >= VIRTUAL_FROM
  const rows = (each: readonly Profile[]) =>
    each.map((profile) => <Row key={profile.id} profile={profile} onLabel={onLabel} />)
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <Table aria-rowcount={profiles.length + 1}>
        <caption className="sr-only">Profiles of the team</caption>
        <TableHead>
          <tr className="border-b border-line">
            {columns.map((column) => (
              <Head key={column.label} {...column} view={view} onSort={onSort} />
            ))}
          </tr>
        </TableHead>
        {virtual ? <VirtualRows profiles={profiles}>{rows}</VirtualRows> : <tbody>{rows(profiles)}</tbody>}
      </Table>
      <p role="status" className="border-t border-line px-3 py-1.5 text-xs text-muted">
        {profiles.length === total
          ? `${formatCount(total)} ${total === 1 ? 'profile' : 'profiles'}`
          : `${formatCount(profiles.length)} of ${formatCount(total)} profiles`}
      </p>
    </div>
  )
}

interface HeadProps {
  sort: ProfileSort | null
  label: string
  wide: string
  view: ProfileView
  onSort: ProfilesTableProps['onSort']
}

function Head({ sort, label, wide, view, onSort }: HeadProps) {
  if (sort === null) return <Th className={wide}>{label}</Th>
  const here = view.sort === sort
  const Arrow = view.descending ? ArrowDown : ArrowUp
  return (
    <Th className={wide} aria-sort={here ? (view.descending ? 'descending' : 'ascending') : undefined}>
      <button
        type="button"
        className={classNames(
          '-mx-1 inline-flex h-6 items-center gap-1 rounded px-1 hover:text-ink',
          here && 'text-ink',
        )}
        onClick={() => onSort({ sort, descending: here && !view.descending })}
      >
        {label}
        <Arrow aria-hidden className={classNames('size-3', !here && 'invisible')} />
      </button>
    </Th>
  )
}

/** VirtualRows draws the rows near the window and keeps the place of the others. */
function VirtualRows({
  profiles,
  children,
}: {
  profiles: readonly Profile[]
  children: (shown: Profile[]) => ReactNode
}) {
  const body = useRef<HTMLTableSectionElement>(null)
  const [top, setTop] = useState(0)
  useLayoutEffect(() => {
    setTop((body.current?.getBoundingClientRect().top ?? 0) + window.scrollY)
  }, [])
  const virtualizer = useWindowVirtualizer({
    count: profiles.length,
    estimateSize: () => ROW_PX,
    overscan: 12,
    scrollMargin: top,
  })
  const items = virtualizer.getVirtualItems()
  const before = (items[0]?.start ?? top) - top
  const after = virtualizer.getTotalSize() - ((items.at(-1)?.end ?? top) - top)
  return (
    <tbody ref={body}>
      <Spacer height={before} />
      {children(items.flatMap((item) => profiles[item.index] ?? []))}
      <Spacer height={after} />
    </tbody>
  )
}

function Spacer({ height }: { height: number }) {
  if (height <= 0) return null
  return (
    <tr aria-hidden>
      <td colSpan={columns.length} style={{ height, padding: 0 }} />
    </tr>
  )
}

function Row({ profile, onLabel }: { profile: Profile; onLabel: (label: string) => void }) {
  const { team } = useTeam()
  const { target, principal, protocol } = summarizeFacts(profile.facts)
  return (
    <tr className="group relative h-[45px] border-b border-line last:border-b-0 hover:bg-hover has-[a:focus-visible]:bg-hover">
      <Td className="w-full max-w-0 sm:w-[26%]">
        <div className="flex min-w-0 items-center gap-2">
          <Link
            href={`/teams/${team.id}/profiles/${profile.id}`}
            // The whole row is the link's target; buttons in it lie above.
            className="min-w-0 truncate font-medium text-ink after:absolute after:inset-0"
          >
            {profile.name}
          </Link>
          {profile.labels.length > 0 && (
            <span className="relative z-1 flex min-w-0 shrink-[9] gap-1 overflow-hidden max-lg:hidden">
              {profile.labels.map((label) => (
                <button
                  key={label}
                  type="button"
                  onClick={() => onLabel(label)}
                  aria-label={`Only label ${label}`}
                >
                  <Badge className="hover:text-ink">{label}</Badge>
                </button>
              ))}
            </span>
          )}
        </div>
        <span className="flex items-center gap-2 sm:hidden">
          <span className="min-w-0 truncate font-mono text-xs text-muted">
            {target ?? productName(profile.product)}
          </span>
          {profile.product === 'kafka' && <RightBadges rights={profileRights(profile)} />}
        </span>
      </Td>
      <Td className="whitespace-nowrap text-muted max-lg:hidden">{productName(profile.product)}</Td>
      <Mono className="max-sm:hidden">{target}</Mono>
      <Mono className="max-md:hidden">{principal}</Mono>
      <Mono className="max-lg:hidden">{protocol}</Mono>
      <Td className="max-sm:hidden">
        {profile.product === 'kafka' ? <RightBadges rights={profileRights(profile)} /> : <Nothing />}
      </Td>
      <Td>
        <span className="max-sm:hidden">
          <Health profile={profile} />
        </span>
        <span className="sm:hidden">
          <Health profile={profile} brief />
        </span>
      </Td>
      <Td className="whitespace-nowrap text-muted max-md:hidden" title={profile.lastUsedBy ?? undefined}>
        {profile.lastUsedAt ? <RelativeTime at={profile.lastUsedAt} /> : 'never'}
      </Td>
    </tr>
  )
}

function Mono({ className, children }: { className: string; children: string | null }) {
  return (
    <Td
      className={classNames('max-w-52 truncate font-mono text-xs', className)}
      title={children ?? undefined}
    >
      {children ?? <Nothing />}
    </Td>
  )
}

function Nothing() {
  return (
    <span className="text-faint">
      <span aria-hidden>–</span>
      <span className="sr-only">none</span>
    </span>
  )
}
