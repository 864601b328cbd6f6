import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { type FakeApi, showInTeam } from '#components/shell/testing/show-in-team.tsx'
import { ScheduleDialog } from './schedule-dialog.tsx'

const spec = { kind: 'consume', topic: 'orders', from: 'earliest', limit: 10 } as const
const at = '2026-03-30T04:30:00.000Z'
const saved = {
  ...{ id: 'sdl_1', name: 'Proof', kind: 'consume', profile: 'prf_1', spec, notify: null, missed: 'once' },
  ...{ cron: '0 6 * * *', timeZone: 'UTC', state: 'active', stopReason: null, nextAt: at, lastAt: null },
  ...{ lastWord: null, lastJobId: null, overlapped: 0, skipped: 0, runsAs: 'Ada', createdBy: 'Ada' },
  ...{ createdAt: at, updatedAt: at },
}

const api: FakeApi = ({ method, path, body }) => {
  if (path.endsWith('/webhooks')) return { body: { items: [], next: null } }
  if (path.endsWith('/preview')) {
    const isWrong = (body as { cron: string }).cron.startsWith('61')
    const issue = { code: 'bad_request', field: 'cron', message: 'The minute is not right: 0 to 59.' }
    return { body: isWrong ? { next: [], issue } : { next: [at, at.replace('-30T', '-31T')], issue: null } }
  }
  if (method === 'POST') return { status: 201, body: saved }
  return { body: { items: [], next: null } }
}

test('a line is corrected before it is saved, its next times shown in its own zone', async () => {
  const onClose = vi.fn()
  const { sent } = showInTeam(
    <ScheduleDialog team="team_test" profile="prf_1" spec={spec} name="Proof" onClose={onClose} />,
    { api },
  )
  const dialog = screen.getByRole('dialog', { name: 'Schedule this job' })
  const times = within(dialog).getByLabelText('Times')
  await userEvent.clear(times)
  await userEvent.type(times, '61 * * * *')
  expect(
    await within(dialog).findByText('The minute is not right: 0 to 59.', {}, { timeout: 5_000 }),
  ).toBeDefined()
  expect(within(dialog).getByRole('button', { name: 'Schedule' })).toHaveProperty('disabled', true)
  await userEvent.selectOptions(within(dialog).getByLabelText('Often wanted'), '*/15 * * * *')
  await userEvent.selectOptions(within(dialog).getByLabelText('Time zone'), 'Europe/Berlin')
  const list = await within(dialog).findByRole('list', { name: 'Next runs' }, { timeout: 5_000 })
  expect(within(list).getAllByRole('listitem')[0]?.textContent).toMatch(/30 Mar 2026.*06:30/)
  await userEvent.click(within(dialog).getByRole('radio', { name: 'Run once, late' }))
  await userEvent.click(within(dialog).getByRole('button', { name: 'Schedule' }))
  await vi.waitFor(() => expect(onClose).toHaveBeenCalled())
  const request = sent.findLast(({ method, path }) => method === 'POST' && path.endsWith('/job-schedules'))
  expect(request?.body).toEqual({
    ...{ name: 'Proof', profile: 'prf_1', spec, notify: null },
    ...{ cron: '*/15 * * * *', timeZone: 'Europe/Berlin', missed: 'once' },
  })
})
