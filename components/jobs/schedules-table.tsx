'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Pause, Pencil, Play, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Table, TableFrame, TableHead, TableRow, Td, Th } from '#components/ui/table.tsx'
import { changeSchedule, deleteSchedule, schedulesKey } from '#lib/client/queries/job-schedules.ts'
import type { JobSchedule } from '#lib/shared/job-schedule.ts'
import { kindWords, specWords } from './job-words.ts'
import { inZone } from './next-runs.tsx'
import { ScheduleDialog } from './schedule-dialog.tsx'

const looks = {
  active: { word: 'Active', tone: 'ok' },
  paused: { word: 'Paused', tone: 'neutral' },
  stopped: { word: 'Stopped', tone: 'bad' },
} as const

/** SchedulesTable lists schedules: what, when, next, last; pauses, changes and deletes them. */
export function SchedulesTable({ team, schedules }: { team: string; schedules: readonly JobSchedule[] }) {
  const { may } = useTeam()
  const client = useQueryClient()
  const [changed, setChanged] = useState<JobSchedule | null>(null)
  const [doomed, setDoomed] = useState<JobSchedule | null>(null)
  const act = useMutation({
    mutationFn: ({ action }: { id: string; action: () => Promise<unknown> }) => action(),
    onSuccess: () => setDoomed(null),
    onSettled: () => client.invalidateQueries({ queryKey: schedulesKey(team) }),
  })
  const turn = ({ id, state }: JobSchedule) =>
    act.mutate({ id, action: () => changeSchedule(team, id, { paused: state === 'active' }) })
  return (
    <>
      {act.error && doomed === null && <Problem error={act.error} />}
      <TableFrame label="Schedules">
        <Table className="sm:min-w-4xl">
          <TableHead>
            <TableRow>
              <Th>State</Th>
              <Th>Schedule</Th>
              <Th className="max-sm:hidden">Times</Th>
              <Th className="max-sm:hidden">Next</Th>
              <Th className="max-sm:hidden">Last</Th>
              <Th className="max-sm:hidden">Runs as</Th>
              <Th>
                <span className="sr-only">Actions</span>
              </Th>
            </TableRow>
          </TableHead>
          <tbody>
            {schedules.map((schedule) => (
              <TableRow key={schedule.id} className="hover:bg-hover">
                <Td>
                  <Badge tone={looks[schedule.state].tone}>{looks[schedule.state].word}</Badge>
                </Td>
                <Td className="max-w-80 break-words">
                  <span className="font-medium">{schedule.name}</span>
                  <span className="block text-xs text-muted">
                    {kindWords[schedule.kind]} {specWords(schedule.spec)}
                  </span>
                  {/* On a phone there is no room for columns of their own. */}
                  <span className="block text-xs text-muted sm:hidden">
                    <span className="font-mono">{schedule.cron}</span> {schedule.timeZone}
                    {schedule.nextAt !== null && (
                      <span className="block">Next: {inZone(schedule.nextAt, schedule.timeZone)}</span>
                    )}
                    {schedule.lastAt !== null && (
                      <span className="block">
                        Last: <Last team={team} schedule={schedule} />
                      </span>
                    )}
                  </span>
                  {schedule.stopReason !== null && <p className="text-xs text-bad">{schedule.stopReason}</p>}
                </Td>
                <Td className="whitespace-nowrap max-sm:hidden">
                  <span className="font-mono">{schedule.cron}</span>
                  <span className="block text-xs text-muted">{schedule.timeZone}</span>
                </Td>
                <Td className="whitespace-nowrap max-sm:hidden">
                  {schedule.nextAt === null ? (
                    <span className="text-faint">–</span>
                  ) : (
                    <time dateTime={schedule.nextAt}>{inZone(schedule.nextAt, schedule.timeZone)}</time>
                  )}
                </Td>
                <Td className="max-w-64 max-sm:hidden">
                  <Last team={team} schedule={schedule} />
                </Td>
                <Td className="whitespace-nowrap text-muted max-sm:hidden">{schedule.runsAs}</Td>
                <Td className="text-right whitespace-nowrap">
                  {may('schedule.write') && (
                    <>
                      <Button
                        variant="ghost"
                        size="icon-sm"
                        aria-label={`${schedule.state === 'active' ? 'Pause' : 'Start'} ${schedule.name}`}
                        pending={act.isPending && act.variables.id === schedule.id}
                        onClick={() => turn(schedule)}
                      >
                        {schedule.state === 'active' ? <Pause /> : <Play />}
                      </Button>
                      <Button
                        variant="ghost"
                        size="icon-sm"
                        aria-label={`Change ${schedule.name}`}
                        onClick={() => setChanged(schedule)}
                      >
                        <Pencil />
                      </Button>
                      <Button
                        variant="ghost"
                        size="icon-sm"
                        aria-label={`Delete ${schedule.name}`}
                        onClick={() => {
                          act.reset()
                          setDoomed(schedule)
                        }}
                      >
                        <Trash2 />
                      </Button>
                    </>
                  )}
                </Td>
              </TableRow>
            ))}
          </tbody>
        </Table>
      </TableFrame>
      {changed !== null && (
        <ScheduleDialog
          team={team}
          profile={changed.profile}
          spec={changed.spec}
          name={changed.name}
          schedule={changed}
          onClose={() => setChanged(null)}
        />
      )}
      <ConfirmDialog
        open={doomed !== null}
        onOpenChange={(shown) => {
          if (!shown) setDoomed(null)
        }}
        title={`Delete the schedule “${doomed?.name ?? ''}”?`}
        confirm="Delete"
        pending={act.isPending}
        onConfirm={() => {
          if (doomed) act.mutate({ id: doomed.id, action: () => deleteSchedule(team, doomed.id) })
        }}
      >
        <p>It starts nothing any more. The jobs that it started stay.</p>
        {act.error && <Problem error={act.error} />}
      </ConfirmDialog>
    </>
  )
}

function Last({ team, schedule }: { team: string; schedule: JobSchedule }) {
  const { lastAt, lastWord, lastJobId, overlapped, skipped } = schedule
  if (lastAt === null) return <span className="text-muted">Not yet</span>
  const left = [
    ...(overlapped > 0 ? [`${overlapped} left out while one ran`] : []),
    ...(skipped > 0 ? [`${skipped} left out while no server was up`] : []),
  ]
  return (
    <>
      <RelativeTime at={lastAt} />
      {': '}
      {lastJobId === null ? (
        lastWord
      ) : (
        <Link href={`/teams/${team}/jobs/${lastJobId}`} className="underline">
          {lastWord}
        </Link>
      )}
      {left.length > 0 && <span className="block text-xs text-muted">{left.join(', ')}</span>}
    </>
  )
}
