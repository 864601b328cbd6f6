import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test } from 'vitest'
import type { TimeStyle } from '#lib/client/time-style.ts'
import { TimesControl } from './times-control.tsx'

function Stage() {
  const [times, setTimes] = useState<TimeStyle>('local')
  return <TimesControl times={times} onChoose={setTimes} />
}

test('a zone is found by a part of its name, and the button says which one is chosen', async () => {
  render(<Stage />)
  await userEvent.click(screen.getByRole('button', { name: 'Times: Your zone' }))
  await userEvent.click(screen.getByRole('combobox', { name: 'Another zone' }))
  await userEvent.paste('new york')
  await userEvent.click(screen.getByRole('option', { name: /America\/New_York/ }))
  expect(screen.getByRole('button', { name: 'Times: America/New_York' })).toBeTruthy()
})

test('milliseconds are one click; what is no zone changes nothing', async () => {
  render(<Stage />)
  await userEvent.click(screen.getByRole('button', { name: 'Times: Your zone' }))
  await userEvent.click(screen.getByRole('radio', { name: 'Milliseconds since 1970' }))
  await userEvent.click(screen.getByRole('combobox', { name: 'Another zone' }))
  await userEvent.paste('Mars/Olympus')
  await userEvent.keyboard('{Enter}')
  expect(screen.getByLabelText('Times: Milliseconds since 1970')).toBeTruthy()
})
