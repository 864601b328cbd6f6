'use client'

import { useQuery } from '@tanstack/react-query'
import { Panel } from '#components/ui/panel.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { noticesQuery } from '#lib/client/queries/job-notices.ts'
import type { Job } from '#lib/shared/job.ts'
import type { JobNotice } from '#lib/shared/job-notify.ts'

/** While something is still to be sent. */
const REFRESH_MS = 5_000

/** JobNotices tells who is told of a job's end, and what became of it. Nothing where nobody is. */
export function JobNotices({ team, job, over }: { team: string; job: Job; over: boolean }) {
  const notices = useQuery({
    ...noticesQuery(team, job.id),
    enabled: over && job.notify !== null,
    refetchInterval: ({ state }) => (state.data?.some(({ nextAt }) => nextAt !== null) ? REFRESH_MS : false),
  })
  if (job.notify === null) return null
  const { on, email, webhook } = job.notify
  const whom = [...(email ? [`${job.createdBy} by mail`] : []), ...(webhook === null ? [] : ['a webhook'])]
  const isTold = notices.data !== undefined && notices.data.length > 0
  return (
    <Panel title="Told of its end">
      {isTold ? (
        <ul className="flex flex-col gap-1.5 text-sm">
          {notices.data.map((notice) => (
            <li key={notice.id}>
              <NoticeLine notice={notice} />
            </li>
          ))}
        </ul>
      ) : (
        <p className="text-sm text-muted">
          {over && notices.isSuccess
            ? 'Nobody was told: it did not end in the way that was asked for.'
            : `${whom.join(' and ')}, ${on === 'always' ? 'at any end' : 'unless it succeeds'}.`}
        </p>
      )}
    </Panel>
  )
}

function NoticeLine({ notice }: { notice: JobNotice }) {
  const { channel, name, attempts, sentAt, nextAt, problem } = notice
  const what = channel === 'email' ? 'Mail' : `Webhook${name === null ? '' : ` “${name}”`}`
  if (sentAt !== null) {
    return (
      <>
        {what}: sent <RelativeTime at={sentAt} />
        {attempts > 1 && `, at attempt ${attempts}`}
      </>
    )
  }
  return (
    <>
      {what}: {nextAt === null ? <span className="text-bad">not sent.</span> : 'being sent.'}
      {problem !== null && <span className="block text-muted">{problem}</span>}
      {nextAt !== null && attempts > 0 && (
        <span className="block text-muted">
          Tried {attempts} {attempts === 1 ? 'time' : 'times'}; again soon.
        </span>
      )}
    </>
  )
}
