'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { BookmarkPlus, CalendarClock, Pencil, Play, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { Table, TableFrame, TableHead, TableRow, Td, Th } from '#components/ui/table.tsx'
import {
  changeTemplate,
  deleteTemplate,
  templatesKey,
  templatesQuery,
} from '#lib/client/queries/job-templates.ts'
import { profilesQuery } from '#lib/client/queries/profiles.ts'
import type { JobTemplate } from '#lib/shared/job-template.ts'
import { formAddress } from './form-address.ts'
import { kindWords, specWords } from './job-words.ts'
import { JobsTabs } from './jobs-tabs.tsx'
import { NameDialog } from './name-dialog.tsx'
import { ProfileDialog } from './profile-dialog.tsx'
import { ScheduleDialog } from './schedule-dialog.tsx'
import { useStartJob } from './use-start-job.ts'

/** TemplatesView is the page of what a team keeps to run again. */
export function TemplatesView({ team }: { team: string }) {
  const templates = useQuery(templatesQuery(team))
  return (
    <div className="mx-auto flex max-w-[1400px] flex-col gap-4 px-3 py-5 sm:px-6">
      <JobsTabs team={team} />
      {templates.isPending && (
        <Loading label="Loading templates" className="flex flex-col gap-2">
          <Skeleton className="h-10" />
          <Skeleton className="h-10" />
        </Loading>
      )}
      {templates.error && <Problem error={templates.error} onRetry={() => void templates.refetch()} />}
      {templates.data?.length === 0 && (
        <div className="rounded-lg border border-line bg-surface">
          <EmptyState icon={<BookmarkPlus />} title="No templates yet">
            Open a job and choose “Save as template” to keep what it does for the team.
          </EmptyState>
        </div>
      )}
      {templates.data && templates.data.length > 0 && (
        <TemplatesTable team={team} templates={templates.data} />
      )}
    </div>
  )
}

type Open = { readonly what: 'rename' | 'delete' | 'run' | 'schedule'; readonly template: JobTemplate }

function TemplatesTable({ team, templates }: { team: string; templates: readonly JobTemplate[] }) {
  const { may } = useTeam()
  const profiles = useQuery(profilesQuery(team)).data?.items
  const client = useQueryClient()
  const start = useStartJob(team)
  const [open, setOpen] = useState<Open | null>(null)
  const change = useMutation({
    mutationFn: (action: () => Promise<unknown>) => action(),
    onSuccess: () => setOpen(null),
    onSettled: () => client.invalidateQueries({ queryKey: templatesKey(team) }),
  })
  const close = () => {
    setOpen(null)
    // What one dialog could not do is nothing to the next.
    change.reset()
  }
  const run = (template: JobTemplate, profile: string | null) => {
    if (profile === null) setOpen({ what: 'run', template })
    else start.mutate({ profile, spec: template.spec, name: template.name })
  }
  return (
    <>
      {start.error && open?.what !== 'run' && <Problem error={start.error} />}
      <TableFrame label="Templates">
        <Table className="sm:min-w-3xl">
          <TableHead>
            <TableRow>
              <Th>Template</Th>
              <Th className="max-sm:hidden">Profile</Th>
              <Th className="max-sm:hidden">Saved by</Th>
              <Th className="max-sm:hidden">Changed</Th>
              <Th>
                <span className="sr-only">Actions</span>
              </Th>
            </TableRow>
          </TableHead>
          <tbody>
            {templates.map((template) => (
              <TableRow key={template.id} className="hover:bg-hover">
                <Td className="break-words">
                  <span className="font-medium">{template.name}</span>
                  <span className="block text-xs text-muted">
                    {kindWords[template.kind]} {specWords(template.spec)}
                  </span>
                </Td>
                <Td className="max-w-64 truncate max-sm:hidden">
                  {template.profile === null ? (
                    <span className="text-muted">any</span>
                  ) : (
                    <Link href={`/teams/${team}/profiles/${template.profile}`} className="hover:underline">
                      {profiles?.find(({ id }) => id === template.profile)?.name ?? template.profile}
                    </Link>
                  )}
                </Td>
                <Td className="whitespace-nowrap text-muted max-sm:hidden">{template.createdBy}</Td>
                <Td className="whitespace-nowrap text-muted max-sm:hidden">
                  <RelativeTime at={template.updatedAt} />
                </Td>
                <Td>
                  <div className="flex flex-wrap items-center justify-end gap-0.5">
                    {may('job.start') && (
                      <Button
                        size="sm"
                        aria-label={`Run ${template.name}`}
                        pending={start.isPending && start.variables.name === template.name}
                        onClick={() => run(template, template.profile)}
                      >
                        <Play />
                        Run
                      </Button>
                    )}
                    {may('job.start') && template.profile !== null && (
                      <Link
                        href={formAddress(team, template.profile, template.kind, template.id)}
                        className="px-1 text-sm whitespace-nowrap underline"
                      >
                        Change and run
                      </Link>
                    )}
                    {may('schedule.write') && template.profile !== null && (
                      <Button
                        variant="ghost"
                        size="icon-sm"
                        aria-label={`Schedule ${template.name}`}
                        onClick={() => setOpen({ what: 'schedule', template })}
                      >
                        <CalendarClock />
                      </Button>
                    )}
                    {may('template.write') && (
                      <>
                        <Button
                          variant="ghost"
                          size="icon-sm"
                          aria-label={`Rename ${template.name}`}
                          onClick={() => setOpen({ what: 'rename', template })}
                        >
                          <Pencil />
                        </Button>
                        <Button
                          variant="ghost"
                          size="icon-sm"
                          aria-label={`Delete ${template.name}`}
                          onClick={() => setOpen({ what: 'delete', template })}
                        >
                          <Trash2 />
                        </Button>
                      </>
                    )}
                  </div>
                </Td>
              </TableRow>
            ))}
          </tbody>
        </Table>
      </TableFrame>
      {open?.what === 'rename' && (
        <NameDialog
          title="Rename the template"
          description="Its name is one for the whole team."
          initial={open.template.name}
          button="Rename"
          pending={change.isPending}
          error={change.error}
          onName={(name) => change.mutate(() => changeTemplate(team, open.template.id, { name }))}
          onClose={close}
        />
      )}
      {open?.what === 'run' && (
        <ProfileDialog
          profiles={(profiles ?? []).filter(({ product }) => product === 'kafka')}
          pending={start.isPending}
          error={start.error}
          onProfile={(profile) => run(open.template, profile)}
          onClose={close}
        />
      )}
      {open?.what === 'schedule' && open.template.profile !== null && (
        <ScheduleDialog
          team={team}
          profile={open.template.profile}
          spec={open.template.spec}
          name={open.template.name}
          onClose={close}
        />
      )}
      <ConfirmDialog
        open={open?.what === 'delete'}
        onOpenChange={(shown) => {
          if (!shown) close()
        }}
        title={`Delete the template “${open?.template.name ?? ''}”?`}
        confirm="Delete"
        pending={change.isPending}
        onConfirm={() => {
          if (open) change.mutate(() => deleteTemplate(team, open.template.id))
        }}
      >
        <p>The team loses it; jobs that were started with it stay.</p>
        {change.error && <Problem error={change.error} />}
      </ConfirmDialog>
    </>
  )
}
