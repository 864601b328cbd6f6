'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ArchiveRestore, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { toast } from 'sonner'
import { productName } from '#components/profiles/product-name.ts'
import { summarizeFacts } from '#components/profiles/summarize-profile.ts'
import { NotAllowed } from '#components/shell/not-allowed.tsx'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { Table, TableFrame, TableHead, TableRow, Td, Th } from '#components/ui/table.tsx'
import { profilesKey } from '#lib/client/queries/profiles.ts'
import { deletedProfilesQuery, restoreProfile } from '#lib/client/queries/vault.ts'
import { type DeletedProfile, KEEP_DELETED_DAYS } from '#lib/shared/deleted-profile.ts'

/** DeletedScreen lists what was deleted of late, and brings it back. */
export function DeletedScreen() {
  const { team, may } = useTeam()
  const { data, error, refetch } = useQuery({
    ...deletedProfilesQuery(team.id),
    enabled: may('profile.restore'),
  })
  if (!may('profile.restore')) return <NotAllowed action="profile.restore" what="restore profiles" />
  const profiles = data?.items
  return (
    <div className="mx-auto flex max-w-[1400px] flex-col gap-4 px-3 py-5 sm:px-6">
      <PageHeader
        title="Recently deleted"
        actions={
          <Link href={`/teams/${team.id}/profiles`} className={buttonClass()}>
            All profiles
          </Link>
        }
      >
        Kept for {KEEP_DELETED_DAYS} days, out of every list and every use. Then their secrets are destroyed.
      </PageHeader>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {!profiles && !error && <Skeleton className="h-40" />}
      {profiles?.length === 0 && (
        <EmptyState icon={<Trash2 />} title="Nothing was deleted of late">
          A profile that somebody deletes stands here for {KEEP_DELETED_DAYS} days.
        </EmptyState>
      )}
      {profiles && profiles.length > 0 && (
        <TableFrame label="Deleted profiles">
          <Table>
            <TableHead>
              <tr className="border-b border-line">
                <Th>Name</Th>
                <Th className="max-md:hidden">Product</Th>
                <Th className="max-md:hidden">Principal</Th>
                <Th>Deleted</Th>
                <Th className="max-sm:hidden">Destroyed on</Th>
                <Th>
                  <span className="sr-only">Restore</span>
                </Th>
              </tr>
            </TableHead>
            <tbody>
              {profiles.map((profile) => (
                <Row key={profile.id} profile={profile} />
              ))}
            </tbody>
          </Table>
        </TableFrame>
      )}
    </div>
  )
}

function Row({ profile }: { profile: DeletedProfile }) {
  const { team } = useTeam()
  const client = useQueryClient()
  const restore = useMutation({
    mutationFn: () => restoreProfile(team.id, profile.id),
    onSuccess: async () => {
      toast.success(`Restored ${profile.name}`)
      await client.invalidateQueries({ queryKey: profilesKey(team.id) })
    },
    onError: () => toast.error(`${profile.name} could not be restored. Reload the page and try again.`),
  })
  return (
    <TableRow>
      <Td className="w-full max-w-0 sm:w-[32%]">
        <span className="block truncate font-medium" title={profile.name}>
          {profile.name}
        </span>
      </Td>
      <Td className="max-md:hidden">{productName(profile.product)}</Td>
      <Td className="font-mono max-md:hidden">{summarizeFacts(profile.facts).principal ?? '–'}</Td>
      <Td className="whitespace-nowrap text-muted">
        <RelativeTime at={profile.deletedAt} />
        <span className="block text-xs">by {profile.deletedBy}</span>
      </Td>
      <Td className="whitespace-nowrap text-muted tabular-nums max-sm:hidden">
        {profile.shredAt.slice(0, 10)}
      </Td>
      <Td className="text-right">
        {profile.rights.includes('edit') && (
          <Button
            size="sm"
            pending={restore.isPending}
            aria-label={`Restore ${profile.name}`}
            onClick={() => restore.mutate()}
          >
            <ArchiveRestore aria-hidden />
            <span className="max-sm:sr-only">Restore</span>
          </Button>
        )}
      </Td>
    </TableRow>
  )
}
