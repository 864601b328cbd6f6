import { queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import {
  type CreateJobTemplate,
  JobTemplatePageSchema,
  JobTemplateSchema,
  type UpdateJobTemplate,
} from '#lib/shared/job-template.ts'
import { fetchJson } from '../api.ts'
import { teamPath } from './profiles.ts'

export function templatesKey(team: string) {
  return ['teams', team, 'job-templates'] as const
}

export function templatesQuery(team: string) {
  return queryOptions({
    queryKey: templatesKey(team),
    queryFn: async ({ signal }) =>
      (await fetchJson(JobTemplatePageSchema, `${teamPath(team)}/job-templates`, { signal })).items,
    staleTime: 10_000,
  })
}

export function saveTemplate(team: string, body: CreateJobTemplate) {
  return fetchJson(JobTemplateSchema, `${teamPath(team)}/job-templates`, { body })
}

export function changeTemplate(team: string, id: string, body: UpdateJobTemplate) {
  return fetchJson(JobTemplateSchema, templatePath(team, id), { method: 'PATCH', body })
}

export async function deleteTemplate(team: string, id: string): Promise<void> {
  await fetchJson(z.unknown(), templatePath(team, id), { method: 'DELETE' })
}

function templatePath(team: string, id: string): string {
  return `${teamPath(team)}/job-templates/${encodeURIComponent(id)}`
}
