import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { type FakeApi, showInTeam } from '#components/shell/testing/show-in-team.tsx'
import { TokensScreen } from './tokens-screen.tsx'

const text = `ks_${'a'.repeat(43)}`
const token = {
  id: 'tok_1',
  name: 'ci',
  owner: { name: 'Ada', email: 'ada@example.com' },
  mine: true,
  role: 'operator',
  scopes: ['check'],
  createdAt: '2026-01-01T00:00:00.000Z',
  expiresAt: '2026-01-31T00:00:00.000Z',
  lastUsedAt: null,
  revokedAt: null,
  revokedBy: null,
  state: 'active',
}

function world(): FakeApi {
  let tokens: object[] = []
  return ({ method }) => {
    if (method === 'POST') {
      tokens = [token]
      return { status: 201, body: { token, text } }
    }
    if (method === 'DELETE') {
      tokens = [{ ...token, state: 'revoked' }]
      return { body: null }
    }
    return { body: { items: tokens, next: null } }
  }
}

test('makes a token, shows it once, and revokes it', async () => {
  const user = userEvent.setup()
  const { sent } = showInTeam(<TokensScreen />, { api: world(), role: 'operator' })
  await screen.findByRole('heading', { name: 'No tokens' })
  await user.click(screen.getAllByRole('button', { name: 'New token' })[0] as HTMLElement)
  const roles = within(screen.getByLabelText('Role')).getAllByRole('option')
  expect(roles.map((role) => role.textContent)).toEqual(['operator', 'viewer'])
  await user.click(screen.getByRole('button', { name: 'Create token' }))
  expect(screen.getByText('Give the token a name.')).toBeDefined()
  await user.type(screen.getByLabelText('Name'), 'ci')
  await user.click(screen.getByLabelText(/^Store profiles/))
  await user.click(screen.getByRole('button', { name: 'Create token' }))
  expect(screen.getByText('Choose what the token may do.')).toBeDefined()
  await user.click(screen.getByLabelText(/^Check profiles/))
  await user.click(screen.getByRole('button', { name: 'Create token' }))
  expect(await screen.findByText(text)).toBeDefined()
  expect(sent.find(({ method }) => method === 'POST')?.body).toEqual({
    name: 'ci',
    role: 'operator',
    scopes: ['check'],
    days: 30,
  })
  await user.click(screen.getByRole('button', { name: 'I have copied it' }))
  expect(document.body.textContent).not.toContain(text)
  await user.click(await screen.findByRole('button', { name: 'Revoke ci' }))
  await user.click(screen.getByRole('button', { name: 'Revoke' }))
  expect(await screen.findByText('revoked')).toBeDefined()
})

test('is closed to a viewer', () => {
  const { sent } = showInTeam(<TokensScreen />, { role: 'viewer' })
  expect(screen.getByRole('heading', { name: 'You can’t have API tokens' })).toBeDefined()
  expect(sent).toEqual([])
})
