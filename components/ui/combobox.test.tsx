import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test } from 'vitest'
import { Combobox } from './combobox.tsx'

const topics = [{ value: 'orders' }, { value: 'payments' }, { value: 'clicks', hint: '3 partitions' }]

function Shown() {
  const [value, setValue] = useState('orders')
  return <Combobox label="Topic" value={value} suggestions={topics} onValueChange={setValue} />
}

test('offers all until something is typed, then what fits; arrows and Enter take one', async () => {
  render(<Shown />)
  const field = screen.getByRole<HTMLInputElement>('combobox', { name: 'Topic' })
  await userEvent.click(field)
  expect(screen.getAllByRole('option')).toHaveLength(3)
  await userEvent.clear(field)
  await userEvent.type(field, 'c')
  expect(screen.getAllByRole('option').map((option) => option.textContent)).toEqual(['clicks3 partitions'])
  await userEvent.keyboard('{ArrowDown}{Enter}')
  expect(field.value).toBe('clicks')
  expect(screen.queryByRole('listbox')).toBeNull()
})

test('keeps free text, and Escape closes the list', async () => {
  render(<Shown />)
  const field = screen.getByRole<HTMLInputElement>('combobox', { name: 'Topic' })
  await userEvent.type(field, '-new')
  await userEvent.keyboard('{ArrowDown}{Escape}')
  expect(screen.queryByRole('listbox')).toBeNull()
  expect(field.value).toBe('orders-new')
})
