import type { Job } from '#lib/shared/job.ts'
import type { JobEvent } from '#lib/shared/job-event.ts'
import { number } from './progress-bar.ts'
import { printable, table } from './screen.ts'

/** jobText tells one job to a person. */
export function jobText(job: Job): string {
  const progress = job.result ?? job.progress
  const facts: [string, string][] = [
    ['job', job.id],
    ['what', job.name],
    ['profile', `${job.profileName} (${job.profileId}), version ${job.profileVersion}`],
    ['state', job.state],
    ['started', `${job.createdAt} by ${job.createdBy}`],
  ]
  if (progress !== null) {
    const of = progress.total === null ? '' : ` of ${number(progress.total)}`
    const failed = progress.failed > 0 ? `, ${number(progress.failed)} failed` : ''
    facts.push(['done', `${number(progress.done)}${of}${failed}, ${number(progress.recordsPerSecond)}/s`])
  }
  if (job.endedAt !== null) facts.push(['ended', job.endedAt])
  if (job.error !== null) facts.push(['error', `${job.error.code}: ${job.error.message}`])
  if (job.error?.advice !== undefined) facts.push(['advice', job.error.advice])
  return table(facts.map((row) => row.map(printable)))
}

/** eventLine tells one event of a journal, as far as it is more than a number that moved. */
export function eventLine({ at, body }: JobEvent): string {
  const time = at.slice(11, 19)
  switch (body.type) {
    case 'state':
      return `${time} ${body.state}`
    case 'note':
      return `${time} ${body.message}`
    case 'warning':
      return `${time} warning: ${body.message} ${body.advice ?? ''}`.trimEnd()
    case 'ended': {
      const { result, error } = body
      const done = result === null ? '' : `: ${number(result.done)} done in ${result.seconds.toFixed(1)} s`
      const why = error === null ? '' : `: ${error.code}: ${error.message} ${error.advice ?? ''}`.trimEnd()
      return `${time} ${body.state}${done}${why}`
    }
    default:
      return `${time} ${body.type}`
  }
}
