import 'server-only'
import { z } from 'zod'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { deleteTemplate, updateTemplate } from '#lib/server/jobs/job-templates.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { JobTemplateSchema, UpdateJobTemplateSchema } from '#lib/shared/job-template.ts'

export const dynamic = 'force-dynamic'

const params = z.object({ template: IdSchema })

export const PATCH = teamRoute(
  {
    summary: 'Renames a template, or changes what it starts.',
    action: 'template.write',
    params,
    body: UpdateJobTemplateSchema,
    response: JobTemplateSchema,
  },
  ({ member, params: { template }, body }) => updateTemplate(member, template, body),
)

export const DELETE = teamRoute(
  { summary: 'Deletes a template.', action: 'template.write', params },
  ({ member, params: { template } }) => deleteTemplate(member, template),
)
