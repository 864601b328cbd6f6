import { CircleAlert, CircleCheck, CircleStop, Info, TriangleAlert } from 'lucide-react'
import { Panel } from '#components/ui/panel.tsx'
import type { JobLog } from '#lib/client/job-log.ts'
import type { JobEvent } from '#lib/shared/job-event.ts'
import { stateLooks } from './job-words.ts'

/** JobEvents is a job's journal, the newest line first. */
export function JobEvents({ log }: { log: JobLog }) {
  return (
    <Panel title="Events" flush>
      {log.entries.length === 0 ? (
        <p className="p-3 text-sm text-muted">None yet.</p>
      ) : (
        <ol aria-live="polite" className="max-h-[32rem] overflow-y-auto">
          {log.entries.toReversed().map((event) => (
            <li
              key={event.sequence}
              className="flex items-start gap-2 border-b border-line px-3 py-1.5 text-sm last:border-b-0"
            >
              <Icon event={event} />
              <span className="min-w-0 flex-1 break-words">
                <Words event={event} />
              </span>
              <time
                dateTime={event.at}
                title={event.at}
                className="shrink-0 font-mono text-xs leading-5 text-muted"
              >
                {timeOf(event.at)}
              </time>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  )
}

function Words({ event: { body } }: { event: JobEvent }) {
  switch (body.type) {
    case 'state':
      return stateLooks[body.state].word
    case 'note':
      return body.message
    case 'warning':
      return (
        <>
          {body.message}
          {body.advice !== undefined && <span className="block text-muted">{body.advice}</span>}
        </>
      )
    case 'ended':
      return `${stateLooks[body.state].word}${body.error === null ? '' : `: ${body.error.message}`}`
    case 'progress':
      return null
  }
}

function Icon({ event: { body } }: { event: JobEvent }) {
  const common = 'mt-0.5 size-4 shrink-0'
  if (body.type === 'warning') return <TriangleAlert aria-label="Warning" className={`${common} text-warn`} />
  if (body.type === 'ended' && body.error !== null) {
    return <CircleAlert aria-label="Failure" className={`${common} text-bad`} />
  }
  if (body.type === 'ended' && body.state === 'succeeded')
    return <CircleCheck aria-hidden className={`${common} text-ok`} />
  if (body.type === 'ended') return <CircleStop aria-hidden className={`${common} text-warn`} />
  return <Info aria-hidden className={`${common} text-muted`} />
}

/** The reader's own clock; the list appears only after the page runs in a browser. */
function timeOf(at: string): string {
  return new Date(at).toLocaleTimeString([], { hour12: false })
}
