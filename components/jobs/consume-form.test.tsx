import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { kafkaFacts, makeProfile } from '#components/profiles/testing/make-profile.ts'
import { type FakeApi, showInTeam } from '#components/shell/testing/show-in-team.tsx'
import { ConsumeForm } from './consume-form.tsx'
import { emptyConsumeForm } from './consume-form-state.ts'

const push = vi.fn()
vi.mock('next/navigation', () => ({ useRouter: () => ({ push }) }))

const at = '2026-01-01T00:00:00.000Z'
const other = { product: 'mongodb', unit: null, facts: {}, username: null } as const
const mongo = makeProfile({
  ...{ id: 'prf_m', name: 'Archive', product: 'mongodb', rights: ['see', 'use'] },
  facts: { ...other, certificateAuthorities: [], notes: [], secrets: [] },
})
const job = {
  ...{ id: 'job_1', name: 'Consume', kind: 'consume', profileId: 'prf_1', profileName: 'orders' },
  ...{ profileVersion: 1, spec: { kind: 'consume' }, state: 'queued', progress: null, result: null },
  ...{ error: null, createdAt: at, createdBy: 'Ada', startedAt: null, endedAt: null, notify: null },
  ...{ scheduleId: null, resumedFrom: null },
}
const webhook = {
  ...{ id: 'whk_1', name: 'Ops', origin: 'https://receiver.example.com' },
  ...{ createdBy: 'Ada', createdAt: at },
}
const api: FakeApi = ({ method, path }) => {
  if (method === 'POST') return { status: 201, body: job }
  if (path.endsWith('/webhooks')) return { body: { items: [webhook], next: null } }
  if (!/\/profiles(\?|$)/.test(path)) return { body: { items: [], next: null } }
  const seen = makeProfile({ ...mongo, id: 'prf_seen', name: 'Not mine', rights: ['see'] })
  return { body: { items: [makeProfile(), mongo, seen], next: null } }
}

function show(change = {}, fake = api) {
  const initial = { ...emptyConsumeForm, topic: 'orders', ...change }
  const parts = { profile: makeProfile(), facts: kafkaFacts, initial }
  return showInTeam(<ConsumeForm team="team_test" {...parts} />, { api: fake })
}

const bodies = (sent: { method: string; body: unknown }[]) =>
  sent.filter(({ method }) => method === 'POST').map(({ body }) => body)
const start = () => userEvent.click(screen.getByRole('button', { name: 'Consume' }))

test('one of the profile’s webhooks is named; what goes only without a sink is locked', async () => {
  const { sent } = show({ stop: 'duration', members: '3', expect: 'json' })
  const members = screen.getByRole<HTMLInputElement>('textbox', { name: 'Members' })
  expect([members.value, members.matches(':disabled')]).toEqual(['3', false])
  await userEvent.click(screen.getByRole('radio', { name: 'To a webhook' }))
  expect([members.value, members.matches(':disabled')]).toEqual(['1', true])
  expect(screen.getByRole('group', { name: /^Only where records are counted/ })).toBeTruthy()
  expect(screen.getByRole<HTMLOptionElement>('option', { name: /^after some seconds/ }).disabled).toBe(true)

  const choice = await screen.findByRole<HTMLSelectElement>('combobox', { name: 'Webhook' })
  await screen.findByRole('option', { name: 'Ops (https://receiver.example.com)' })
  await start()
  expect(choice.getAttribute('aria-invalid')).toBe('true')
  expect(screen.getByText('Choose a webhook of this profile.')).toBeTruthy()
  expect(bodies(sent)).toEqual([])

  await userEvent.selectOptions(choice, 'whk_1')
  await start()
  expect(bodies(sent)).toEqual([
    {
      ...{ kind: 'consume', profile: 'prf_1' },
      spec: {
        ...{ kind: 'consume', topic: 'orders', from: 'earliest', idleSeconds: 10 },
        sink: {
          ...{ type: 'webhook', webhook: 'whk_1', format: 'json' },
          ...{ maxRecords: 500, maxBytes: 1024 * 1024 },
        },
      },
    },
  ])
  expect(push).toHaveBeenCalledWith('/teams/team_test/jobs/job_1')
})

test('only the profiles of MongoDB that may be used are offered', async () => {
  const { sent } = show({ sink: 'mongodb' })
  await screen.findByRole('option', { name: 'Archive' })
  const choice = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Profile of MongoDB' })
  expect([...choice.options].map(({ text }) => text)).toEqual(['Choose a profile', 'Archive'])
  await start()
  expect(screen.getByText('Choose a profile of MongoDB.')).toBeTruthy()
  await userEvent.selectOptions(choice, 'Archive')
  await start()
  expect(bodies(sent)).toMatchObject([{ spec: { sink: { type: 'mongodb', profile: 'prf_m' } } }])
})

test('a choice that is not one’s own is said to be so, and so is that there is none', async () => {
  show({ sink: 'mongodb', mongoProfile: 'prf_seen' }, () => ({ body: { items: [], next: null } }))
  const choice = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Profile of MongoDB' })
  await screen.findByText(/^The team has none that you may use/)
  expect([...choice.options].map(({ text }) => text)).toEqual([
    'Choose a profile',
    'One that you may not use',
  ])
})

test('a webhook that was deleted is said to be so', async () => {
  show({ sink: 'webhook', webhook: 'whk_gone' })
  await screen.findByRole('option', { name: 'One that was deleted' })
})

test('a limit that is wrong unfolds what it stands in', async () => {
  show({ sink: 'webhook', webhook: 'whk_1' })
  const limits = screen.getByText('Limits of a call').closest('details')
  expect(limits?.open).toBe(false)
  await userEvent.clear(screen.getByLabelText('Records at most'))
  await start()
  expect(limits?.open).toBe(true)
  expect(screen.getByText('A whole number from 1 to 10,000.')).toBeTruthy()
})
