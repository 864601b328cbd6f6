'use client'

import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { ScrollText, ShieldCheck } from 'lucide-react'
import { useSearchParams } from 'next/navigation'
import { NotAllowed } from '#components/shell/not-allowed.tsx'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { auditQuery, verifyAudit } from '#lib/client/queries/audit.ts'
import { type AuditView, choiceOf, isFiltered, readAuditView, writeAuditView } from './audit-address.ts'
import { AuditExport } from './audit-export.tsx'
import { AuditFilters } from './audit-filters.tsx'
import { AuditTable } from './audit-table.tsx'
import { AuditVerdict } from './audit-verdict.tsx'

/** AuditScreen is the team's audit log: filters in the address, export, and the proof that nothing was changed. */
export function AuditScreen() {
  const { may } = useTeam()
  return may('audit.read') ? <Log /> : <NotAllowed action="audit.read" what="read the audit log" />
}

function Log() {
  const { team, may } = useTeam()
  const view = readAuditView(new URLSearchParams(useSearchParams()))
  const choice = choiceOf(view)
  const verify = useMutation({ mutationFn: () => verifyAudit(team.id) })

  function show(next: Partial<AuditView>) {
    const query = writeAuditView({ ...view, ...next }).toString()
    window.history.replaceState(null, '', query === '' ? window.location.pathname : `?${query}`)
  }

  return (
    <>
      <PageHeader
        title="Audit log"
        actions={
          <>
            <Button pending={verify.isPending} onClick={() => verify.mutate()}>
              <ShieldCheck />
              Verify
            </Button>
            {may('audit.export') && <AuditExport team={team.id} choice={choice} />}
          </>
        }
      >
        Who did what, in a chain in which nothing can be changed unseen.
      </PageHeader>
      {verify.error && <Problem error={verify.error} />}
      {verify.data && <AuditVerdict verdict={verify.data} />}
      <AuditFilters view={view} onChange={show} />
      <Events view={view} onFilter={show} />
    </>
  )
}

function Events({ view, onFilter }: { view: AuditView; onFilter: (next: Partial<AuditView>) => void }) {
  const { team } = useTeam()
  const query = useInfiniteQuery(auditQuery(team.id, choiceOf(view)))
  if (query.isPending) {
    return (
      <Loading label="Loading events" className="flex flex-col gap-2">
        <Skeleton className="h-10" />
        <Skeleton className="h-10" />
        <Skeleton className="h-10" />
      </Loading>
    )
  }
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  const isEmpty = items.length === 0 && !query.error
  return (
    <>
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {isEmpty && !query.hasNextPage && (
        <div className="rounded-lg border border-line bg-surface">
          <EmptyState icon={<ScrollText />} title="No events">
            {isFiltered(view) ? 'Nothing that happened fits these filters.' : 'Nothing has happened yet.'}
          </EmptyState>
        </div>
      )}
      {isEmpty && query.hasNextPage && (
        <p role="status" className="text-muted">
          Nothing found among the newest events that were looked through.
        </p>
      )}
      {items.length > 0 && <AuditTable team={team.id} items={items} onFilter={onFilter} />}
      {query.hasNextPage && (
        <Button
          className="self-center"
          pending={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Older events
        </Button>
      )}
    </>
  )
}
