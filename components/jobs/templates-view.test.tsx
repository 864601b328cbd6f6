import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { type FakeApi, showInTeam } from '#components/shell/testing/show-in-team.tsx'
import { TemplatesView } from './templates-view.tsx'

const push = vi.fn()
vi.mock('next/navigation', () => ({
  usePathname: () => '/teams/team_test/jobs/templates',
  useRouter: () => ({ push }),
}))

const at = '2026-01-01T00:00:00.000Z'
const template = {
  ...{ id: 'tpl_1', name: 'Proof', kind: 'consume', profile: 'prf_1', createdBy: 'Ada' },
  spec: { kind: 'consume', topic: 'orders', from: 'earliest', limit: 10 },
  ...{ createdAt: at, updatedAt: at },
}
const job = {
  ...{
    id: 'job_1',
    name: 'Proof',
    kind: 'consume',
    profileId: 'prf_1',
    profileName: 'Orders',
    profileVersion: 1,
  },
  ...{ spec: template.spec, state: 'queued', progress: null, result: null, error: null, createdAt: at },
  ...{ createdBy: 'Ada', startedAt: null, endedAt: null, notify: null, scheduleId: null, resumedFrom: null },
}
const api: FakeApi = ({ method, path }) => {
  if (path.endsWith('/jobs') && method === 'POST') return { status: 201, body: job }
  if (method === 'PATCH') return { body: { ...template, name: 'Other' } }
  if (path.endsWith('/job-templates')) return { body: { items: [template], next: null } }
  return { body: { items: [], next: null } }
}

test('a template is run at once, opened in its form, and renamed', async () => {
  const { sent } = showInTeam(<TemplatesView team="team_test" />, { api })
  const table = await screen.findByRole('region', { name: 'Templates' })
  const link = within(table).getByRole('link', { name: 'Change and run' })
  expect(link.getAttribute('href')).toBe('/teams/team_test/profiles/prf_1/jobs?like=tpl_1')
  await userEvent.click(within(table).getByRole('button', { name: 'Run Proof' }))
  await vi.waitFor(() => expect(push).toHaveBeenCalledWith('/teams/team_test/jobs/job_1'))
  expect(sent.find(({ method }) => method === 'POST')?.body).toEqual({
    ...{ kind: 'consume', profile: 'prf_1', name: 'Proof' },
    spec: template.spec,
  })
  await userEvent.click(within(table).getByRole('button', { name: 'Rename Proof' }))
  const name = screen.getByLabelText('Name')
  await userEvent.clear(name)
  await userEvent.type(name, 'Other')
  await userEvent.click(screen.getByRole('button', { name: 'Rename' }))
  await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(sent.find(({ method }) => method === 'PATCH')?.body).toEqual({ name: 'Other' })
})

test('a template that can’t be deleted says why, and the next dialog begins anew', async () => {
  const error = { code: 'not_found', message: 'There is nothing here.' }
  const refusing: FakeApi = (call) =>
    call.method === 'DELETE' ? { status: 404, body: { error } } : api(call)
  showInTeam(<TemplatesView team="team_test" />, { api: refusing })
  await userEvent.click(await screen.findByRole('button', { name: 'Delete Proof' }))
  const dialog = screen.getByRole('alertdialog')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Delete' }))
  await within(dialog).findByText(error.message)
  await userEvent.click(within(dialog).getByRole('button', { name: 'Cancel' }))
  await userEvent.click(screen.getByRole('button', { name: 'Rename Proof' }))
  expect(screen.queryByText(error.message)).toBeNull()
})

test('who only looks can neither run nor change one', async () => {
  showInTeam(<TemplatesView team="team_test" />, { api, role: 'viewer' })
  const table = await screen.findByRole('region', { name: 'Templates' })
  expect(within(table).queryAllByRole('button')).toEqual([])
})
