import 'server-only'
import { getEnv } from '#lib/server/base/env.ts'
import type { Job } from '#lib/shared/job.ts'

/** jobAddress is the page of a job. */
function jobAddress(teamId: string, { id }: Job): string {
  return `${getEnv().publicUrl}/teams/${teamId}/jobs/${id}`
}

/** noticeMail says in a mail how a job ended: counts and words of ours, nothing of any record. */
export function noticeMail(teamId: string, job: Job): { readonly subject: string; readonly text: string } {
  const { name, state, profileName, result, error } = job
  const lines = [
    `The job “${name}” on ${profileName} ${state === 'succeeded' ? 'succeeded' : `ended: ${state}`}.`,
    ...(error ? [error.message, ...(error.advice === undefined ? [] : [error.advice])] : []),
    ...(result
      ? [
          `${result.done.toLocaleString('en')} records in ${result.seconds} s${
            result.failed > 0 ? `, ${result.failed.toLocaleString('en')} failed` : ''
          }.`,
        ]
      : []),
    '',
    jobAddress(teamId, job),
    '',
    job.scheduleId === null
      ? 'You get this mail because you started it and asked for it.'
      : 'You get this mail because a schedule that runs as you asks for it.',
  ]
  return { subject: `Job ${state}: ${name}`, text: lines.join('\n') }
}

/** noticeBody is what a webhook is told, as JSON. */
export function noticeBody(teamId: string, job: Job): string {
  const { id, name, kind, state, createdBy, createdAt, startedAt, endedAt, scheduleId, result, error } = job
  return JSON.stringify({
    type: 'job.ended',
    server: getEnv().publicUrl,
    team: teamId,
    job: {
      ...{ id, name, kind, state, createdBy, createdAt, startedAt, endedAt, scheduleId },
      profile: { id: job.profileId, name: job.profileName, version: job.profileVersion },
      topic: 'topic' in job.spec ? (job.spec.topic ?? null) : null,
      result: result && {
        ...{ done: result.done, failed: result.failed, bytes: result.bytes, seconds: result.seconds },
        stopReason: result.stopReason,
      },
      error: error && { code: error.code, message: error.message },
      url: jobAddress(teamId, job),
    },
  })
}
