import { act, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { type FakeApi, showInTeam } from '#components/shell/testing/show-in-team.tsx'
import type { Profile } from '#lib/shared/profile.ts'
import { makeProfile } from '../testing/make-profile.ts'
import { SecretsPanel } from './secrets-panel.tsx'

const SECRET = 'Canary-of-the-panel'
const mine = makeProfile({ rights: ['see', 'use', 'reveal', 'edit', 'share'] })

const api: FakeApi = ({ path }) =>
  path.endsWith('/reveal') ? { body: { value: SECRET, shownForSeconds: 30 } } : { body: mine }

function show(profile: Profile, options: Parameters<typeof showInTeam>[1] = {}) {
  // Made before the user, who brings a clipboard of his own into the page.
  const user = userEvent.setup(vi.isFakeTimers() ? { advanceTimers: (ms) => vi.advanceTimersByTime(ms) } : {})
  return { user, ...showInTeam(<SecretsPanel profile={profile} />, { api, ...options }) }
}

afterEach(() => {
  vi.useRealTimers()
})

test('shows one secret with the reason given, and forgets it after thirty seconds', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  const { user, sent } = show(mine)
  await user.click(screen.getByRole('button', { name: 'Show password' }))
  await user.type(screen.getByRole('textbox', { name: 'Reason' }), ' a new service ')
  await user.click(screen.getByRole('button', { name: 'Show for 30 s' }))
  expect(await screen.findByText(SECRET)).toBeDefined()
  expect(sent.filter(({ method }) => method === 'POST')).toEqual([
    {
      method: 'POST',
      path: '/api/teams/team_test/profiles/prf_1/reveal',
      body: { field: 'password', purpose: 'show', reason: 'a new service' },
    },
  ])
  act(() => {
    vi.advanceTimersByTime(29_000)
  })
  expect(screen.queryByText(SECRET)).not.toBeNull()
  act(() => {
    vi.advanceTimersByTime(2_000)
  })
  expect(document.body.innerHTML).not.toContain(SECRET)
})

test('copies without showing', async () => {
  const { user, sent } = show(mine)
  await user.click(screen.getByRole('button', { name: 'Copy password without showing it' }))
  await user.click(screen.getByRole('button', { name: 'Copy without showing' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(await navigator.clipboard.readText()).toBe(SECRET)
  expect(document.body.innerHTML).not.toContain(SECRET)
  expect(sent.find(({ method }) => method === 'POST')?.body).toEqual({ field: 'password', purpose: 'copy' })
})

test('asks who is there when the server wants a proof, and shows nothing when that is closed', async () => {
  const error = { code: 'reauthentication_required', message: 'Who is there?' }
  const { user } = show(mine, {
    api: (request) => (request.path.endsWith('/reveal') ? { status: 403, body: { error } } : api(request)),
  })
  await user.click(screen.getByRole('button', { name: 'Show password' }))
  await user.click(screen.getByRole('button', { name: 'Show for 30 s' }))
  await screen.findByRole('dialog', { name: 'Is it you?' })
  await user.click(screen.getByRole('button', { name: 'Cancel' }))
  expect(document.body.innerHTML).not.toContain(SECRET)
  expect(screen.queryByRole('alert')).toBeNull()
})

test('gives no button without the right, and says who can give it', () => {
  show(makeProfile({ rights: ['see', 'use', 'edit'] }), { role: 'editor' })
  expect(screen.queryByRole('button')).toBeNull()
  expect(screen.getByText(/Who shares this profile can grant you/)).toBeDefined()
})
