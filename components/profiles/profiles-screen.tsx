'use client'

import { useQuery } from '@tanstack/react-query'
import { ClipboardPaste, KeyRound, Search, X } from 'lucide-react'
import Link from 'next/link'
import { useRouter, useSearchParams } from 'next/navigation'
import { useRef } from 'react'
import { Problem } from '#components/shell/problem.tsx'
import { rolesThatMay, useTeam } from '#components/shell/team-context.tsx'
import { useShortcuts } from '#components/shell/use-shortcuts.ts'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Input } from '#components/ui/input.tsx'
import { Kbd } from '#components/ui/kbd.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { VaultMenu } from '#components/vault/vault-menu.tsx'
import { MAX_LISTED } from '#lib/client/list-all.ts'
import { profilesQuery } from '#lib/client/queries/profiles.ts'
import type { Profile } from '#lib/shared/profile.ts'
import { handOffPaste } from './paste-handoff.ts'
import { ProfilesSkeleton } from './profiles-skeleton.tsx'
import { ProfilesTable } from './profiles-table.tsx'
import { Reminders } from './reminders.tsx'
import {
  labelsOf,
  type ProfileView,
  readProfileView,
  selectProfiles,
  writeProfileView,
} from './select-profiles.ts'
import { usePasteAnywhere } from './use-paste-anywhere.ts'

/** ProfilesScreen is the list of a team's profiles. A paste anywhere on it opens the paste screen with the text. */
export function ProfilesScreen() {
  const { team, may } = useTeam()
  const router = useRouter()
  const search = useRef<HTMLInputElement>(null)
  const params = useSearchParams()
  const view = readProfileView(new URLSearchParams(params))
  const { data, error, refetch } = useQuery(profilesQuery(team.id))
  const mayCreate = may('profile.create')
  const pastePath = `/teams/${team.id}/profiles/new`

  usePasteAnywhere((text) => {
    if (!mayCreate) return
    handOffPaste(text)
    router.push(pastePath)
  })
  useShortcuts([
    { keys: '/', label: 'Search', group: 'Profiles', run: () => search.current?.select() },
    ...(mayCreate
      ? [{ keys: 'n', label: 'Paste credentials', group: 'Profiles', run: () => router.push(pastePath) }]
      : []),
  ])

  function show(next: Partial<ProfileView>) {
    const query = writeProfileView({ ...view, ...next }).toString()
    // Not a navigation: the list filters in the page, and each letter would ask the server for the page anew.
    window.history.replaceState(null, '', query === '' ? window.location.pathname : `?${query}`)
  }

  const profiles = data?.items
  return (
    <div className="mx-auto flex max-w-[1400px] flex-col gap-4 px-3 py-5 sm:px-6">
      <PageHeader
        title="Profiles"
        actions={
          <>
            {mayCreate && (
              <Link href={pastePath} className={buttonClass('primary')}>
                <ClipboardPaste aria-hidden />
                Paste credentials
              </Link>
            )}
            <VaultMenu profiles={profiles?.length ?? 0} />
          </>
        }
      >
        {mayCreate ? (
          <>
            Paste the output of <code className="font-mono text-sm">get-credentials</code> anywhere on this
            page.
          </>
        ) : (
          <>
            New profiles are pasted by {rolesThatMay('profile.create')} of {team.name}.
          </>
        )}
      </PageHeader>
      <Reminders />
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {!profiles && !error && <ProfilesSkeleton />}
      {profiles?.length === 0 && <NoProfiles path={mayCreate ? pastePath : null} />}
      {data && profiles && profiles.length > 0 && (
        <>
          <div className="flex flex-wrap items-center gap-2">
            <div className="relative w-full sm:w-80">
              <Search aria-hidden className="absolute top-2 left-2.5 size-4 text-muted" />
              <Input
                ref={search}
                type="search"
                aria-label="Search profiles"
                placeholder="Name, topic, principal, server …"
                className="px-8 [&::-webkit-search-cancel-button]:hidden"
                value={view.query}
                onChange={(event) => show({ query: event.target.value })}
                onKeyDown={(event) => {
                  if (event.key === 'Escape') show({ query: '' })
                }}
              />
              <Kbd keys="/" className="pointer-events-none absolute top-[7px] right-2 max-sm:hidden" />
            </div>
            <LabelFilter
              labels={labelsOf(profiles)}
              chosen={view.label}
              onChoose={(label) => show({ label })}
            />
          </div>
          <Found profiles={selectProfiles(profiles, view)} total={profiles.length} view={view} show={show} />
          {!data.complete && (
            <Notice
              title={`Only the first ${formatCount(MAX_LISTED)} profiles are listed.`}
              advice="The command palette and the search above look in these alone."
            />
          )}
        </>
      )}
    </div>
  )
}

interface FoundProps {
  profiles: Profile[]
  total: number
  view: ProfileView
  show: (next: Partial<ProfileView>) => void
}

function Found({ profiles, total, view, show }: FoundProps) {
  if (profiles.length === 0) {
    return (
      <EmptyState
        icon={<Search />}
        title="No profile fits"
        actions={
          <Button onClick={() => show({ query: '', label: null })}>Show all {formatCount(total)}</Button>
        }
      >
        Nothing here has {view.query !== '' && <>“{view.query}” in its facts</>}
        {view.query !== '' && view.label !== null && ' and '}
        {view.label !== null && <>the label “{view.label}”</>}.
      </EmptyState>
    )
  }
  return (
    <ProfilesTable
      profiles={profiles}
      total={total}
      view={view}
      onSort={show}
      onLabel={(label) => show({ label })}
    />
  )
}

function NoProfiles({ path }: { path: string | null }) {
  if (path === null) {
    return (
      <EmptyState icon={<KeyRound />} title="No profiles yet">
        Ask {rolesThatMay('profile.create')} of the team to paste credentials.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={<KeyRound />}
      title="No profiles yet"
      actions={
        <Link href={path} className={buttonClass('primary')}>
          <ClipboardPaste aria-hidden />
          Paste credentials
        </Link>
      }
    >
      Paste what{' '}
      <code className="font-mono text-sm text-ink">juju run data-integrator/leader get-credentials</code>{' '}
      prints: here, now, with <Kbd keys="Ctrl V" />. Keystream reads it as it is, keeps it encrypted, and
      tells what works.
    </EmptyState>
  )
}

interface LabelFilterProps {
  labels: readonly string[]
  chosen: string | null
  onChoose: (label: string | null) => void
}

/** More labels than this are found by the search field. */
const MAX_LABEL_CHIPS = 8

function LabelFilter({ labels, chosen, onChoose }: LabelFilterProps) {
  const shown = labels.slice(0, MAX_LABEL_CHIPS)
  if (chosen !== null && !shown.includes(chosen)) shown.push(chosen)
  if (shown.length === 0) return null
  return (
    <fieldset className="flex flex-wrap items-center gap-1.5">
      <legend className="sr-only">Labels</legend>
      {shown.map((label) => (
        <Button
          key={label}
          size="sm"
          variant={label === chosen ? 'secondary' : 'ghost'}
          aria-pressed={label === chosen}
          className={label === chosen ? '!border-accent !bg-accent-soft !text-accent' : '!border-line'}
          onClick={() => onChoose(label === chosen ? null : label)}
        >
          {label}
          {label === chosen && <X aria-hidden />}
        </Button>
      ))}
    </fieldset>
  )
}
