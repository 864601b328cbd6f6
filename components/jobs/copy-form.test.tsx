import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { kafkaFacts, makeProfile } from '#components/profiles/testing/make-profile.ts'
import { foundAddress } from '#components/records/found-address.ts'
import { type FakeApi, showInTeam } from '#components/shell/testing/show-in-team.tsx'
import { defaultAddress, parseRecordAddress, type RecordAddress } from '#lib/client/record-address.ts'
import { ProduceFound } from './produce-found.tsx'

vi.mock('next/navigation', () => ({ useRouter: () => ({ push: vi.fn() }) }))

const refused = { error: { code: 'internal', message: 'Not in this test.', correlationId: 'x' } }
const api: FakeApi = ({ method, path }) => {
  if (method === 'POST') return { status: 500, body: refused }
  const items = /\/profiles(\?|$)/.test(path) ? [makeProfile()] : []
  return { body: { items, next: null } }
}

/** The page as the viewer's address leads to it. */
function show(shown: Partial<RecordAddress>) {
  const place = { team: 'team_test', profile: 'prf_1', topic: 'orders' }
  const path = foundAddress(place, { ...defaultAddress, ...shown })
  const address = parseRecordAddress(new URLSearchParams(path.slice(path.indexOf('?'))))
  const parts = { team: 'team_test', profile: makeProfile(), facts: kafkaFacts, address }
  return showInTeam(<ProduceFound {...parts} />, { api })
}

const specs = (sent: { method: string; body: unknown }[]) =>
  sent.filter(({ method }) => method === 'POST').map(({ body }) => (body as { spec: unknown }).spec)
const start = () => userEvent.click(screen.getByRole('button', { name: 'Produce' }))
const toTopic = () => screen.getByRole('combobox', { name: 'To topic' })

test('what the viewer shows is copied: its partitions, range and every part of its filter', async () => {
  const { sent } = show({
    ...{ partitions: [0, 2], from: 'offset:5', to: 'time:2026-01-31T00:00:00Z' },
    ...{ filterText: 'paid', filterExpr: 'value.total > 5', filterIn: ['value'], anyCase: true },
  })
  expect(screen.getByRole('button', { name: 'Also the text paid: remove' })).toBeTruthy()
  await userEvent.clear(toTopic())
  await userEvent.type(toTopic(), 'archive')
  await start()
  expect(specs(sent)).toMatchObject([
    {
      ...{
        kind: 'copy',
        topic: 'orders',
        from: 'offset:5',
        to: 'time:2026-01-31T00:00:00Z',
        partitions: [0, 2],
      },
      filter: { text: 'paid', expr: 'value.total > 5', in: ['value'], case: 'insensitive' },
      target: { topic: 'archive' },
    },
  ])
})

test('what is followed live ends at the end; a range typed in the popover starts nothing', async () => {
  const { sent } = show({ from: 'newest:20', to: 'live' })
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'How many of the newest' }).value).toBe('20')
  await userEvent.selectOptions(screen.getByLabelText('Records'), 'a chosen range')
  await userEvent.click(screen.getByRole('button', { name: 'Range: earliest → latest' }))
  await userEvent.selectOptions(screen.getByLabelText('From'), 'an offset …')
  await userEvent.click(screen.getByRole('button', { name: 'Read this range' }))
  expect(specs(sent)).toEqual([])
  expect(screen.getByRole('button', { name: 'Range: offset 0 → latest' })).toBeTruthy()
  await userEvent.clear(toTopic())
  await userEvent.type(toTopic(), 'archive')
  await start()
  expect(specs(sent)).toMatchObject([{ topic: 'orders', from: 'offset:0', to: 'latest' }])
  expect(specs(sent)[0]).not.toHaveProperty('filter')
})
