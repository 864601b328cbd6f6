import { queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import {
  type CreateJobSchedule,
  JobSchedulePageSchema,
  JobScheduleSchema,
  NextRunsSchema,
  type ScheduleTimes,
  type UpdateJobSchedule,
} from '#lib/shared/job-schedule.ts'
import { fetchJson } from '../api.ts'
import { teamPath } from './profiles.ts'

export function schedulesKey(team: string) {
  return ['teams', team, 'job-schedules'] as const
}

export function schedulesQuery(team: string) {
  return queryOptions({
    queryKey: [...schedulesKey(team), 'list'],
    queryFn: async ({ signal }) =>
      (await fetchJson(JobSchedulePageSchema, `${teamPath(team)}/job-schedules`, { signal })).items,
    staleTime: 5_000,
  })
}

/** nextRunsQuery asks for the next times of a line before it is saved. */
export function nextRunsQuery(team: string, times: ScheduleTimes) {
  return queryOptions({
    queryKey: [...schedulesKey(team), 'preview', times],
    queryFn: ({ signal }) =>
      fetchJson(NextRunsSchema, `${teamPath(team)}/job-schedules/preview`, { body: times, signal }),
    staleTime: 30_000,
    retry: false,
  })
}

export function createSchedule(team: string, body: CreateJobSchedule) {
  return fetchJson(JobScheduleSchema, `${teamPath(team)}/job-schedules`, { body })
}

export function changeSchedule(team: string, id: string, body: UpdateJobSchedule) {
  return fetchJson(JobScheduleSchema, schedulePath(team, id), { method: 'PATCH', body })
}

export async function deleteSchedule(team: string, id: string): Promise<void> {
  await fetchJson(z.unknown(), schedulePath(team, id), { method: 'DELETE' })
}

function schedulePath(team: string, id: string): string {
  return `${teamPath(team)}/job-schedules/${encodeURIComponent(id)}`
}
