import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { makeProfile } from '#components/profiles/testing/make-profile.ts'
import { type FakeApi, showInTeam } from '#components/shell/testing/show-in-team.tsx'
import type { Grant } from '#lib/shared/grant.ts'
import type { Profile } from '#lib/shared/profile.ts'
import type { Role } from '#lib/shared/team.ts'
import { AccessPage } from './access-page.tsx'

vi.mock('next/navigation', () => ({ usePathname: () => '/', useRouter: () => ({ push: vi.fn() }) }))

const at = '2026-01-01T00:00:00.000Z'
const olga = { id: 'u_olga', name: 'Olga', email: 'olga@example.com' }
const grant: Grant = {
  ...{ id: 'grt_1', person: olga, right: 'use', effect: 'allow' },
  ...{ expiresAt: null, createdAt: at, createdBy: 'Ada' },
}

function show(role: Role, rights: Profile['rights']) {
  const api: FakeApi = ({ method, path }) => {
    if (method === 'POST') return { status: 201, body: grant }
    if (method === 'DELETE') return { body: null }
    if (path.includes('/grants')) return { body: { items: [grant], next: null } }
    if (path.includes('/access'))
      return { body: { items: [{ ...olga, role: 'operator', rights: ['see', 'use'] }], next: null } }
    if (path.includes('/uses')) {
      const details = { topic: 'orders' }
      const use = { sequence: 7, at, actor: olga.email, kind: 'used', action: 'records.read', details }
      return { body: { items: [use], next: null } }
    }
    return { body: makeProfile({ rights }) }
  }
  return showInTeam(<AccessPage profile="prf_1" />, { role, api })
}

it('says who was given what, what it comes to, and who used it', async () => {
  show('viewer', ['see'])
  const grants = await screen.findByRole('region', { name: 'Grants' })
  expect(within(grants).getByText('olga@example.com')).toBeDefined()
  const members = screen.getByRole('region', { name: 'What every member may do' })
  expect(within(members).getAllByRole('img', { name: 'yes' })).toHaveLength(2)
  expect(await screen.findByText('read orders', { exact: false })).toBeDefined()
})

it('offers nothing to who can’t share, and says who can', async () => {
  show('operator', ['see', 'use'])
  expect(await screen.findByText(/Owners, admins and Ada can share this profile/)).toBeDefined()
  expect(screen.queryByRole('button', { name: 'Give' })).toBeNull()
  expect(screen.queryByRole('button', { name: /Take back/ })).toBeNull()
})

it('lets an editor give what he holds, and not deny', async () => {
  show('editor', ['see', 'use', 'share'])
  const rights = await screen.findByLabelText('Right')
  expect(
    within(rights)
      .getAllByRole('option')
      .map(({ textContent }) => textContent),
  ).toEqual(['See', 'Use', 'Share'])
  expect(within(screen.getByLabelText('Rule')).queryByRole('option', { name: 'Deny' })).toBeNull()
})

it('gives and takes back', async () => {
  const { sent } = show('owner', ['see', 'use', 'edit', 'share'])
  await userEvent.selectOptions(await screen.findByLabelText('Who'), 'u_olga')
  await userEvent.selectOptions(screen.getByLabelText('Rule'), 'deny')
  await userEvent.click(screen.getByRole('button', { name: 'Deny' }))
  const body = { person: 'u_olga', right: 'use', effect: 'deny', expiresAt: null }
  await waitFor(() => expect(sent).toContainEqual(expect.objectContaining({ method: 'POST', body })))
  await userEvent.click(screen.getByRole('button', { name: 'Take back: Use, Olga' }))
  const path = expect.stringContaining('/grants/grt_1') as string
  await waitFor(() => expect(sent).toContainEqual(expect.objectContaining({ method: 'DELETE', path })))
})
