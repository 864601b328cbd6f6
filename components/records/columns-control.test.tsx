import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test } from 'vitest'
import { defaultColumns, formatColumns, type RecordColumn } from '#lib/client/record-columns.ts'
import type { RecordStream } from '#lib/client/record-stream/record-stream.ts'
import { ColumnsControl } from './columns-control.tsx'

const stream = {
  fields: () => Promise.resolve([{ path: 'value.user.id', example: '17' }]),
} as unknown as RecordStream

function Stage({ seen }: { seen: string[][] }) {
  const [columns, setColumns] = useState<readonly RecordColumn[]>(defaultColumns)
  const [open, setOpen] = useState(false)
  seen.push(formatColumns(columns))
  return <ColumnsControl {...{ stream, columns, open }} onOpenChange={setOpen} onChange={setColumns} />
}

test('a field that the records have is offered, with an example, and becomes a column', async () => {
  const seen: string[][] = []
  render(<Stage seen={seen} />)
  await userEvent.click(screen.getByRole('button', { name: 'Columns' }))
  await userEvent.click(screen.getByRole('combobox', { name: 'Add a column' }))
  await userEvent.click(await screen.findByRole('option', { name: /value\.user\.id/ }))
  expect(seen.at(-1)).toEqual(['partition', 'offset', 'time', 'key', 'value.user.id', 'value', 'size'])
  await userEvent.click(screen.getByRole('button', { name: 'Move value.user.id to the left' }))
  await userEvent.click(screen.getByRole('button', { name: 'Remove Partition' }))
  expect(seen.at(-1)).toEqual(['offset', 'time', 'value.user.id', 'key', 'value', 'size'])
})

test('what is no path is said to be none', async () => {
  const seen: string[][] = []
  render(<Stage seen={seen} />)
  await userEvent.click(screen.getByRole('button', { name: 'Columns' }))
  await userEvent.type(screen.getByRole('combobox', { name: 'Add a column' }), 'user id{Enter}')
  expect(screen.getByRole('alert').textContent).toContain('A field is written like value.user.id')
  expect(seen.at(-1)).toEqual(formatColumns(defaultColumns))
})
