import { act, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { createRef } from 'react'
import { expect, test, vi } from 'vitest'
import { type FakeApi, showInTeam } from '#components/shell/testing/show-in-team.tsx'
import type { KafkaRecord } from '#lib/shared/record.ts'
import { RecordSide } from './record-side.tsx'

const WHOLE = 'x'.repeat(30_000)

function recordCutAt(bytes: number): KafkaRecord {
  const text = WHOLE.slice(0, bytes)
  return {
    ...{ partition: 0, offset: '7', timestamp: 1_000, timestampType: 'create', compression: 'none' },
    ...{ key: null, keySize: null, headers: [], transactional: false, valueSize: WHOLE.length },
    value: text.length < WHOLE.length ? { text, truncated: true } : { text },
  }
}

const serveRecord: FakeApi = ({ path }) => {
  const most = Number(new URL(path, 'http://here').searchParams.get('max_value_bytes'))
  return { body: recordCutAt(most) }
}

function show(kept: KafkaRecord | null, api: FakeApi = serveRecord) {
  const wish = { team: 'team_test', profile: 'p1', topic: 'orders', place: { partition: 0, offset: '7' } }
  return showInTeam(
    <RecordSide
      options={{ ...wish, decoders: { key: null, value: null }, kept }}
      heading={createRef()}
      times="utc"
      onStep={null}
      onClose={vi.fn()}
      onProduceAgain={vi.fn()}
      onLeave={vi.fn()}
      beside
    />,
    { api },
  )
}

const asked = (sent: { path: string }[]) =>
  sent.map(({ path }) => new URL(path, 'http://here').searchParams.get('max_value_bytes'))

test.each([
  ['a row that has 4 KiB of it', recordCutAt(4096)],
  ['an address', null],
])('a large record from %s shows its first 20 KiB, and the whole when asked', async (_, kept) => {
  const { sent } = show(kept)
  expect(await screen.findByText('The first 20 KiB of 29 KiB.')).toBeTruthy()
  expect(asked(sent)).toEqual(['20480'])
  const again = screen.getByRole('button', { name: 'Produce again' })
  expect(again.hasAttribute('disabled')).toBe(true)
  await userEvent.click(screen.getByRole('button', { name: 'Load the whole record (29 KiB)' }))
  expect(await screen.findByText(WHOLE)).toBeTruthy()
  expect(asked(sent)).toEqual(['20480', '16777216'])
  expect(screen.queryByRole('button', { name: /^Load the whole/ })).toBeNull()
  expect(again.hasAttribute('disabled')).toBe(false)
})

test('a record that the list has whole is not asked for', () => {
  vi.useFakeTimers()
  const { sent } = show(recordCutAt(WHOLE.length))
  expect(screen.getByText(WHOLE)).toBeTruthy()
  act(() => void vi.advanceTimersByTime(1_000))
  expect(sent).toEqual([])
  vi.useRealTimers()
})

test('a record that was deleted since says so, beside what is left of it', async () => {
  show(recordCutAt(4096), () => ({
    status: 404,
    body: { error: { code: 'not_found', message: 'Nothing.' } },
  }))
  expect(await screen.findByText('This record is not there any more.')).toBeTruthy()
  expect(screen.getByText('The first 4.0 KiB of 29 KiB.')).toBeTruthy()
  expect(screen.queryByRole('button', { name: /^Load the whole/ })).toBeNull()
})
