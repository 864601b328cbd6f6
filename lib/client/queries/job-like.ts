import { queryOptions } from '@tanstack/react-query'
import type { JobSpec } from '#lib/shared/job.ts'
import { JobSchema } from '#lib/shared/job.ts'
import { JobTemplatePageSchema } from '#lib/shared/job-template.ts'
import { ApiFailure, fetchJson } from '../api.ts'
import { templatesKey } from './job-templates.ts'
import { jobPath } from './jobs.ts'
import { teamPath } from './profiles.ts'

/** likeQuery gives what a form is filled with: the specification of a job, or of a template, by its id. */
export function likeQuery(team: string, id: string) {
  return queryOptions({
    queryKey: [...templatesKey(team), 'like', id],
    queryFn: async ({ signal }): Promise<{ id: string; spec: JobSpec }> => {
      if (!id.startsWith('tpl_')) return fetchJson(JobSchema, jobPath(team, id), { signal })
      const { items } = await fetchJson(JobTemplatePageSchema, `${teamPath(team)}/job-templates`, { signal })
      const found = items.find((each) => each.id === id)
      if (found) return found
      throw new ApiFailure({ code: 'not_found', message: 'This template is gone.' }, 404)
    },
    staleTime: 10_000,
  })
}
