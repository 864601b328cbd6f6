'use client'

import Link from 'next/link'
import { Badge } from '#components/ui/badge.tsx'
import { formatCount, formatDuration } from '#components/ui/format.ts'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { StatusDot } from '#components/ui/status-dot.tsx'
import { Table, TableFrame, TableHead, TableRow, Td, Th } from '#components/ui/table.tsx'
import { useNow } from '#components/ui/use-now.ts'
import type { Job } from '#lib/shared/job.ts'
import { kindWords, specWords, stateLooks } from './job-words.ts'
import { hasOwnName } from './own-name.ts'

export interface JobsTableProps {
  team: string
  jobs: readonly Job[]
  /** The profile's column is of no use on that profile's own page. */
  withProfile: boolean
}

/** JobsTable lists jobs, newest first: what, who, how far, how long. */
export function JobsTable({ team, jobs, withProfile }: JobsTableProps) {
  return (
    <TableFrame label="Jobs">
      <Table className="min-w-2xl">
        <TableHead>
          <TableRow>
            <Th>State</Th>
            <Th>Job</Th>
            {withProfile && <Th>Profile</Th>}
            <Th className="text-right">Done</Th>
            <Th className="text-right">Took</Th>
            <Th>Started by</Th>
            <Th>When</Th>
          </TableRow>
        </TableHead>
        <tbody>
          {jobs.map((job) => (
            <TableRow key={job.id} className="hover:bg-hover">
              <Td>
                <StateBadge job={job} />
              </Td>
              <Td className="max-w-80">
                <Link href={`/teams/${team}/jobs/${job.id}`} className="font-medium hover:underline">
                  {kindWords[job.kind]} {specWords(job.spec)}
                </Link>
                {hasOwnName(job) && <p className="truncate text-xs text-muted">{job.name}</p>}
                {job.error !== null && <p className="truncate text-xs text-bad">{job.error.message}</p>}
              </Td>
              {withProfile && (
                <Td>
                  <Link href={`/teams/${team}/profiles/${job.profileId}`} className="hover:underline">
                    {job.profileName}
                  </Link>
                </Td>
              )}
              <Td className="text-right font-mono">
                <Done job={job} />
              </Td>
              <Td className="text-right whitespace-nowrap">
                <Took job={job} />
              </Td>
              <Td className="text-muted">{job.createdBy}</Td>
              <Td className="text-muted">
                <RelativeTime at={job.createdAt} />
              </Td>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </TableFrame>
  )
}

export function StateBadge({ job }: { job: Pick<Job, 'state'> }) {
  const look = stateLooks[job.state]
  return (
    <Badge tone={look.tone}>
      <StatusDot status={look.dot} />
      {look.word}
    </Badge>
  )
}

function Done({ job }: { job: Job }) {
  const progress = job.result ?? job.progress
  if (progress === null) return <span className="text-faint">–</span>
  return (
    <>
      {formatCount(progress.done)}
      {progress.total !== null && progress.total !== progress.done && (
        <span className="text-muted"> of {formatCount(progress.total)}</span>
      )}
      {progress.failed > 0 && <span className="text-bad"> · {formatCount(progress.failed)} failed</span>}
    </>
  )
}

function Took({ job }: { job: Job }) {
  const now = useNow()
  if (job.startedAt === null) return <span className="text-faint">–</span>
  const end = job.endedAt === null ? now : Date.parse(job.endedAt)
  if (end === null) return <span className="text-faint">–</span>
  return formatDuration(Math.max(0, end - Date.parse(job.startedAt)))
}
