import { queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { JobSchema } from '#lib/shared/job.ts'
import {
  type CreateJobWebhook,
  JobNoticePageSchema,
  type JobNotify,
  JobWebhookPageSchema,
  JobWebhookSchema,
} from '#lib/shared/job-notify.ts'
import { fetchJson } from '../api.ts'
import { jobPath, jobsKey } from './jobs.ts'
import { teamPath } from './profiles.ts'

const webhooksPath = (team: string, profile: string) =>
  `${teamPath(team)}/profiles/${encodeURIComponent(profile)}/webhooks`

export function webhooksKey(team: string, profile: string) {
  return ['teams', team, 'webhooks', profile] as const
}

export function webhooksQuery(team: string, profile: string) {
  return queryOptions({
    queryKey: webhooksKey(team, profile),
    queryFn: async ({ signal }) =>
      (await fetchJson(JobWebhookPageSchema, webhooksPath(team, profile), { signal })).items,
    staleTime: 10_000,
  })
}

export function addWebhook(team: string, profile: string, body: CreateJobWebhook) {
  return fetchJson(JobWebhookSchema, webhooksPath(team, profile), { body })
}

export async function deleteWebhook(team: string, profile: string, id: string): Promise<void> {
  await fetchJson(z.unknown(), `${webhooksPath(team, profile)}/${encodeURIComponent(id)}`, {
    method: 'DELETE',
  })
}

/** noticesQuery asks who was told of a job's end. */
export function noticesQuery(team: string, job: string) {
  return queryOptions({
    queryKey: [...jobsKey(team), 'notices', job],
    queryFn: async ({ signal }) =>
      (await fetchJson(JobNoticePageSchema, `${jobPath(team, job)}/notices`, { signal })).items,
    staleTime: 2_000,
  })
}

/** changeNotify says who is told of the end of a job that has not ended. */
export function changeNotify(team: string, job: string, notify: JobNotify | null) {
  return fetchJson(JobSchema, jobPath(team, job), { method: 'PATCH', body: { notify } })
}
