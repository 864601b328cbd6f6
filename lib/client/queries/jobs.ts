import { queryOptions } from '@tanstack/react-query'
import { JobPageSchema, JobSchema, type StartJob } from '#lib/shared/job.ts'
import { fetchJson } from '../api.ts'
import { teamPath } from './profiles.ts'

/** The newest jobs; older ones are reached page by page. */
const PAGE = 100

/** jobsKey is the prefix of every query about a team's jobs. */
export function jobsKey(team: string) {
  return ['teams', team, 'jobs'] as const
}

export function jobPath(team: string, job: string): string {
  return `${teamPath(team)}/jobs/${encodeURIComponent(job)}`
}

export interface JobFilter {
  profile?: string
  after?: string
}

function pageOf(filter: JobFilter): string {
  const query = new URLSearchParams({ limit: String(PAGE) })
  if (filter.profile !== undefined) query.set('profile', filter.profile)
  if (filter.after !== undefined) query.set('after', filter.after)
  return query.toString()
}

export function jobsQuery(team: string, filter: JobFilter = {}) {
  return queryOptions({
    queryKey: [...jobsKey(team), 'list', filter],
    queryFn: ({ signal }) => fetchJson(JobPageSchema, `${teamPath(team)}/jobs?${pageOf(filter)}`, { signal }),
    staleTime: 2_000,
  })
}

export function jobQuery(team: string, job: string) {
  return queryOptions({
    queryKey: [...jobsKey(team), 'one', job],
    queryFn: ({ signal }) => fetchJson(JobSchema, jobPath(team, job), { signal }),
    staleTime: 2_000,
  })
}

export function startJob(team: string, body: StartJob) {
  return fetchJson(JobSchema, `${teamPath(team)}/jobs`, { body })
}

/** cancelJob asks the server to stop a job; the answer is the job as it stands then. */
export function cancelJob(team: string, job: string) {
  return fetchJson(JobSchema, jobPath(team, job), { method: 'DELETE' })
}

/** resumeJob starts a job that does the rest of one that ended early. */
export function resumeJob(team: string, job: string) {
  return fetchJson(JobSchema, `${jobPath(team, job)}/resume`, { method: 'POST' })
}
