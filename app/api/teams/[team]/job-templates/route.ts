import 'server-only'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { createTemplate, listTemplates } from '#lib/server/jobs/job-templates.ts'
import {
  CreateJobTemplateSchema,
  JobTemplatePageSchema,
  JobTemplateSchema,
} from '#lib/shared/job-template.ts'

export const dynamic = 'force-dynamic'

export const GET = teamRoute(
  {
    summary: 'The team’s job templates by name: those for any profile, and those on profiles one may see.',
    action: 'template.read',
    response: JobTemplatePageSchema,
  },
  async ({ member }) => ({ items: await listTemplates(member), next: null }),
)

export const POST = teamRoute(
  {
    summary: 'Keeps a job’s specification under a name that the team has not used yet.',
    action: 'template.write',
    body: CreateJobTemplateSchema,
    response: JobTemplateSchema,
    status: 201,
  },
  ({ member, body }) => createTemplate(member, body),
)
