'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { toast } from 'sonner'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Table, TableFrame, TableHead, TableRow, Td, Th } from '#components/ui/table.tsx'
import { rollbackVersion, shredVersion } from '#lib/client/queries/versions.ts'
import type { Profile } from '#lib/shared/profile.ts'
import type { ProfileVersion } from '#lib/shared/profile-version.ts'
import { Health } from '../health.tsx'
import { stateLooks } from './difference-words.ts'
import { refreshVersions } from './refresh-versions.ts'

/** VersionsTable lists the versions that are kept, the newest first, with the ways back. */
export function VersionsTable({
  profile,
  versions,
}: {
  profile: Profile
  versions: readonly ProfileVersion[]
}) {
  const { may } = useTeam()
  const [asked, setAsked] = useState<{ what: 'rollback' | 'shred'; version: number } | null>(null)
  const mayChange = profile.rights.includes('edit')
  return (
    <>
      <TableFrame label="Versions">
        <Table>
          <TableHead>
            <TableRow>
              <Th>Version</Th>
              <Th>Principal</Th>
              <Th className="max-sm:hidden">Pasted</Th>
              <Th className="max-md:hidden">Check</Th>
              <Th>
                <span className="sr-only">Actions</span>
              </Th>
            </TableRow>
          </TableHead>
          <tbody>
            {versions.map((version) => (
              <TableRow key={version.version}>
                <Td className="whitespace-nowrap">
                  <span className="flex items-center gap-2">
                    <span className="tabular-nums">{version.version}</span>
                    <Badge tone={stateLooks[version.state].tone} title={stateLooks[version.state].says}>
                      {stateLooks[version.state].word}
                    </Badge>
                  </span>
                </Td>
                <Td className="max-w-52 truncate font-mono text-xs">{version.facts.username ?? '–'}</Td>
                <Td className="whitespace-nowrap text-muted max-sm:hidden">
                  <RelativeTime at={version.createdAt} /> by {version.createdBy}
                </Td>
                <Td className="max-md:hidden">
                  <Health profile={{ ...profile, lastCheck: version.lastCheck }} />
                </Td>
                <Td className="text-right">
                  {version.state === 'previous' && mayChange && (
                    <span className="flex justify-end gap-1.5">
                      {may('version.promote') && (
                        <Button
                          size="sm"
                          variant="ghost"
                          onClick={() => setAsked({ what: 'shred', version: version.version })}
                        >
                          Destroy
                        </Button>
                      )}
                      {may('version.rollback') && (
                        <Button
                          size="sm"
                          onClick={() => setAsked({ what: 'rollback', version: version.version })}
                        >
                          Roll back
                        </Button>
                      )}
                    </span>
                  )}
                </Td>
              </TableRow>
            ))}
          </tbody>
        </Table>
      </TableFrame>
      {asked && (
        <ConfirmChange
          key={`${asked.what} ${asked.version}`}
          profile={profile}
          {...asked}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  )
}

interface ConfirmChangeProps {
  profile: Profile
  what: 'rollback' | 'shred'
  version: number
  onClose: () => void
}

function ConfirmChange({ profile, what, version, onClose }: ConfirmChangeProps) {
  const { team } = useTeam()
  const client = useQueryClient()
  const back = what === 'rollback'
  const change = useMutation({
    mutationFn: async () => {
      if (back) await rollbackVersion(team.id, profile.id, version)
      else await shredVersion(team.id, profile.id, version)
    },
    onSuccess: async () => {
      toast.success(
        back ? `Version ${version} is in use again` : `Destroyed the secret of version ${version}`,
      )
      await refreshVersions(client, team.id, profile.id)
      onClose()
    },
  })
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={back ? `Roll back to version ${version}?` : `Destroy version ${version}?`}
      confirm={back ? `Roll back to version ${version}` : 'Destroy its secret'}
      tone={back ? 'primary' : 'danger'}
      pending={change.isPending}
      onConfirm={() => change.mutate()}
    >
      <p>
        {back
          ? `Everything new connects with version ${version} again; version ${profile.version} becomes the previous one. Jobs that run go on with the version they began with.`
          : 'Nobody can roll back to it then. Its line stays in this list. Do it once the old user is removed.'}
      </p>
      {change.error && <Problem error={change.error} />}
    </ConfirmDialog>
  )
}
