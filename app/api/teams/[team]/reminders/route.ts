import 'server-only'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { dismissReminder, listReminders } from '#lib/server/profiles/care/reminders.ts'
import { DismissReminderSchema, ReminderPageSchema } from '#lib/shared/care.ts'

export const dynamic = 'force-dynamic'

export const GET = teamRoute(
  {
    summary: 'What the team should see to: certificates that end, reviews that are due, users that are gone.',
    action: 'profile.list',
    response: ReminderPageSchema,
  },
  async ({ team, member }) => ({ items: await listReminders({ teamId: team.id, member }), next: null }),
)

export const DELETE = teamRoute(
  {
    summary: 'Puts one reminder away for the whole team.',
    action: 'profile.update',
    body: DismissReminderSchema,
  },
  ({ team, member, body }) => dismissReminder({ teamId: team.id, actor: member, member, reminder: body }),
)
