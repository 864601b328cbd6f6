import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test } from 'vitest'
import { formatColumns, parseColumns, type RecordColumn } from '#lib/client/record-columns.ts'
import { ListHead } from './list-head.tsx'

function show(...texts: string[]) {
  const seen: string[][] = []
  function Stage() {
    const [columns, setColumns] = useState<readonly RecordColumn[]>(parseColumns(texts) ?? [])
    seen.push(formatColumns(columns))
    return (
      <div>
        <ListHead columns={columns} wide times="utc" onColumns={setColumns} onDraw={() => undefined} />
      </div>
    )
  }
  render(<Stage />)
  return () => seen.at(-1)
}

test('arrow keys on an edge widen and narrow its column; Enter gives it back its own width', async () => {
  const columns = show('offset@100', 'value')
  screen.getByRole('separator', { name: 'Width of Offset' }).focus()
  // Nothing has a width here, so that the first step begins at the least.
  await userEvent.keyboard('{ArrowRight}')
  expect(columns()).toEqual(['offset@32', 'value'])
  await userEvent.keyboard('{Shift>}{ArrowRight}{/Shift}')
  expect(columns()).toEqual(['offset@40', 'value'])
  await userEvent.keyboard('{Enter}')
  expect(columns()).toEqual(['offset', 'value'])
})

test('a column moves and goes by the menu of its name', async () => {
  const columns = show('offset', 'value.user.id', 'value')
  await userEvent.click(screen.getByRole('button', { name: /user\.id/ }))
  await userEvent.click(screen.getByRole('menuitem', { name: 'Move left' }))
  expect(columns()).toEqual(['value.user.id', 'offset', 'value'])
  await userEvent.click(screen.getByRole('button', { name: /user\.id/ }))
  await userEvent.click(screen.getByRole('menuitem', { name: 'Remove the column' }))
  expect(columns()).toEqual(['offset', 'value'])
})
