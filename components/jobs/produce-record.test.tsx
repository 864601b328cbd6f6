import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { showInTeam } from '#components/shell/testing/show-in-team.tsx'
import type { Profile } from '#lib/shared/profile.ts'
import { ProduceRecord } from './produce-record.tsx'
import { emptyRecordForm } from './record-form-state.ts'

const profile = { id: 'p1', lastCheck: null, rights: ['see', 'use'] } as unknown as Profile

test('one record is sent as the form has it, and its place is told', async () => {
  const { sent } = showInTeam(
    <ProduceRecord team="t1" profile={profile} initial={emptyRecordForm('orders')} />,
    { api: () => ({ status: 201, body: { records: [{ partition: 2, offset: '17', timestamp: 1 }] } }) },
  )
  await userEvent.type(screen.getByLabelText('Value'), 'hello')
  await userEvent.click(screen.getByRole('button', { name: 'Add a header' }))
  await userEvent.type(screen.getByLabelText('Name of header 1'), 'h')
  await userEvent.click(screen.getByRole('button', { name: 'Produce this record' }))
  expect(await screen.findByText('Written to partition 2 at offset 17.')).toBeTruthy()
  expect(sent).toEqual([
    {
      method: 'POST',
      path: '/api/teams/t1/profiles/p1/topics/orders/records',
      body: {
        records: [{ key: null, value: { text: 'hello' }, headers: [['h', { text: '' }]] }],
        compression: 'none',
      },
    },
  ])
})

test('nothing is sent while a field is wrong', async () => {
  const { sent } = showInTeam(
    <ProduceRecord team="t1" profile={profile} initial={{ ...emptyRecordForm(''), partition: 'x' }} />,
  )
  await userEvent.click(screen.getByRole('button', { name: 'Produce this record' }))
  expect(screen.getByText('A whole number from 0, or nothing.')).toBeTruthy()
  expect(sent).toEqual([])
})
