import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { setClock } from '#lib/server/base/clock.ts'
import { isPostgres } from '#lib/server/db/column-types.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import { openTestServer, type TestServer } from '#lib/server/testing/open-test-server.ts'
import { startMailServer, type TestMailServer } from '#lib/server/testing/start-mail-server.ts'
import type { Role } from '#lib/shared/team.ts'
import { createProfile } from '../create-profile.ts'
import { updateCare } from './care.ts'
import { mailReminders } from './mail-reminders.ts'
import { raiseReminders } from './raise-reminders.ts'
import { reminderMail } from './reminder-mail.ts'
import { dismissReminder } from './reminders.ts'

vi.setConfig({ testTimeout: 20_000 })

const tls = readFileSync(new URL('../../../credentials/fixtures/kafka-tls.txt', import.meta.url), 'utf8')
const teamId = 'team_mine'
const DAY_MS = 86_400_000
const { signal } = new AbortController()
const at = '2026-01-01T00:00:00.000Z'

let mailServer: TestMailServer
let server: TestServer
let profileId: string
let end: number
let restoreClock = () => {}
beforeEach(async () => {
  mailServer = await startMailServer()
  server = await openTestServer({ KEYSTREAM_SMTP_URL: mailServer.url, KEYSTREAM_MAIL_FROM: 'k@example.com' })
  await getDatabase().insertInto('team').values({ id: teamId, name: 'Platform', createdAt: at }).execute()
  await addPerson('ada', 'owner')
  await addPerson('bob', 'admin')
  await addPerson('gone', 'admin', at)
  await addPerson('eve', 'editor')
  await addPerson('dan', 'editor')
  const eve = { name: 'Eve', email: 'eve@example.com', userId: 'eve' }
  profileId = (await createProfile({ teamId, actor: eve, input: { text: tls, name: 'orders' } })).id
  await getDatabase().updateTable('profile').set({ createdById: 'eve' }).execute()
  const { facts } = await getDatabase().selectFrom('profile').select('facts').executeTakeFirstOrThrow()
  const [first] = (JSON.parse(facts) as { certificateAuthorities: { notAfter: string }[] })
    .certificateAuthorities
  end = Date.parse(first?.notAfter ?? '')
})
afterEach(async () => {
  restoreClock()
  await server.close()
  await mailServer.close()
})

async function addPerson(id: string, role: Role, disabledAt: string | null = null): Promise<void> {
  const emailVerified = isPostgres(getDatabase()) ? false : 0
  const user = { id, name: id, email: `${id}@example.com`, emailVerified, createdAt: at, updatedAt: at }
  await getDatabase().insertInto('user').values(user).execute()
  const member = { teamId, userId: id, role, createdAt: at, disabledAt }
  await getDatabase().insertInto('member').values(member).execute()
}

async function daysBefore(days: number): Promise<void> {
  restoreClock()
  restoreClock = setClock({ now: () => end - days * DAY_MS })
  await raiseReminders({ signal })
}
const receivers = () => mailServer.mails.splice(0).map(({ to }) => to.replace('@example.com', ''))

it('tells heads and the maker once at each threshold, also from two servers at once', async () => {
  await daysBefore(29.5)
  await Promise.all([mailReminders({ signal }), mailReminders({ signal })])
  expect(mailServer.mails[0]?.text).toContain(`/teams/${teamId}/profiles/${profileId}`)
  expect(mailServer.mails[0]?.text).toMatch(/^Subject: Keystream: /m)
  expect(JSON.stringify(mailServer.mails)).not.toMatch(/Canary|PRIVATE|BEGIN/)
  expect(receivers().sort()).toEqual(['ada', 'bob', 'eve'])
  expect(await mailReminders({ signal })).toEqual({ sent: 0, left: false })
  await daysBefore(29)
  await mailReminders({ signal })
  expect(receivers()).toEqual([])
  for (const days of [14, 7, 1]) {
    await daysBefore(days)
    await mailReminders({ signal })
    expect(receivers().sort()).toEqual(['ada', 'bob', 'eve'])
  }
})

it('leaves them for another time when the mail server takes none, and not when it takes one', async () => {
  await daysBefore(7)
  for (const name of ['ada', 'bob', 'eve']) mailServer.refused.add(`${name}@example.com`)
  expect(await mailReminders({ signal })).toEqual({ sent: 0, left: true })
  mailServer.refused.delete('ada@example.com')
  expect(await mailReminders({ signal })).toEqual({ sent: 1, left: false })
  mailServer.refused.clear()
  expect(await mailReminders({ signal })).toEqual({ sent: 0, left: false })
  expect(receivers()).toEqual(['ada'])
})

it('tells of a review that is due, and of nothing that was put away', async () => {
  const ada = { userId: 'ada', teamId, role: 'owner', name: 'Ada', email: 'ada@example.com' } as const
  await updateCare({ teamId, profileId, actor: ada, input: { reviewOn: '2026-03-01' } })
  restoreClock = setClock({ now: () => Date.parse('2026-03-01T08:00:00.000Z') })
  await raiseReminders({ signal })
  const reminder = { profile: profileId, kind: 'review', subject: '2026-03-01', days: 0 } as const
  await dismissReminder({ teamId, actor: ada, member: ada, reminder })
  await mailReminders({ signal })
  expect(receivers()).toEqual([])
  await updateCare({ teamId, profileId, actor: ada, input: { reviewOn: '2026-02-28' } })
  await raiseReminders({ signal })
  await mailReminders({ signal })
  expect(mailServer.mails[0]?.text).toContain('orders is due for review since 2026-02-28')
  expect(receivers().sort()).toEqual(['ada', 'bob', 'eve'])
})

it('writes one mail of many reminders, with names and links', () => {
  const removed = {
    profile: 'prf_1',
    name: 'orders',
    kind: 'removed',
    subject: '2',
    label: '',
    days: 0,
  } as const
  const ended = { ...removed, profile: 'prf_2', name: 'audit', kind: 'authority', label: 'CN=ca' } as const
  const soon = { ...ended, kind: 'client-certificate', label: '', days: 1 } as const
  const reminders = [removed, ended, soon].map((each) => ({ ...each, dueAt: '2026-12-30T00:00:00.000Z' }))
  const team = { id: 'team_a', name: 'Platform' }
  expect(reminderMail({ team, reminders, publicUrl: 'https://k.example.com' })).toEqual({
    subject: 'Keystream: 3 reminders in Platform',
    text: `In the team "Platform" somebody has to see to this:

- orders can’t log in any more: its user was removed, or its password changed
  https://k.example.com/teams/team_a/profiles/prf_1

- audit: the certificate authority "CN=ca" has ended on 2026-12-30
  https://k.example.com/teams/team_a/profiles/prf_2

- audit: the client certificate ends on 2026-12-30, within a day
  https://k.example.com/teams/team_a/profiles/prf_2

Each is told once by e-mail, to the owners and admins of the team and to whoever made the profile.
`,
  })
  const many = Array.from({ length: 60 }, () => reminders)
    .flat()
    .slice(0, 60)
  expect(reminderMail({ team, reminders: many, publicUrl: 'https://k.example.com' }).text).toContain(
    '… and 10 more: https://k.example.com/teams/team_a/profiles\n',
  )
})
