import { fireEvent, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { type FakeApi, showInTeam } from '#components/shell/testing/show-in-team.tsx'
import { peekPaste } from './paste-handoff.ts'
import { ProfilesScreen } from './profiles-screen.tsx'
import { makeProfile } from './testing/make-profile.ts'

const push = vi.fn()
vi.mock('next/navigation', () => ({
  useRouter: () => ({ push }),
  useSearchParams: () => new URLSearchParams(window.location.search),
}))

afterEach(() => {
  push.mockClear()
  window.history.replaceState(null, '', '/')
})

const profiles = [
  makeProfile({ id: 'prf_1', name: 'orders', labels: ['production'] }),
  makeProfile({ id: 'prf_2', name: 'clicks' }),
]
const some: FakeApi = () => ({ body: { items: profiles, next: null } })
const none: FakeApi = () => ({ body: { items: [], next: null } })

function pasteOnPage(text: string) {
  fireEvent.paste(document.body, { clipboardData: { getData: () => text } })
}

test('shows every profile with its link, its facts and its health', async () => {
  showInTeam(<ProfilesScreen />, { api: some })
  const table = await screen.findByRole('table')
  expect(within(table).getByRole('link', { name: 'orders' }).getAttribute('href')).toBe(
    '/teams/team_test/profiles/prf_1',
  )
  expect(within(table).getAllByText('Not checked')).not.toHaveLength(0)
  expect(screen.getByText('2 profiles')).toBeDefined()
})

test('reads search and label from the address', async () => {
  window.history.replaceState(null, '', '/?label=production')
  showInTeam(<ProfilesScreen />, { api: some })
  await screen.findByRole('table')
  expect(screen.getByText('1 of 2 profiles')).toBeDefined()
  expect(screen.getByRole('button', { name: 'production', pressed: true })).toBeDefined()
})

test('writes the search into the address', async () => {
  showInTeam(<ProfilesScreen />, { api: some })
  await screen.findByRole('table')
  await userEvent.type(screen.getByRole('searchbox', { name: 'Search profiles' }), 'z')
  expect(window.location.search).toBe('?q=z')
})

test('carries a paste anywhere on the page to the paste screen', async () => {
  showInTeam(<ProfilesScreen />, { api: none })
  await screen.findByText('No profiles yet')
  pasteOnPage('kafka: {}')
  expect(push).toHaveBeenCalledWith('/teams/team_test/profiles/new')
  expect(peekPaste()).toBe('kafka: {}')
})

test('offers a viewer no paste, and says who can', async () => {
  showInTeam(<ProfilesScreen />, { api: none, role: 'viewer' })
  await screen.findByText('No profiles yet')
  pasteOnPage('kafka: {}')
  expect(push).not.toHaveBeenCalled()
  expect(screen.queryByRole('link', { name: 'Paste credentials' })).toBeNull()
  expect(screen.getByText(/Ask an owner, admin or editor/)).toBeDefined()
})

test('shows a failure with its advice, command and a second try', async () => {
  let failing = true
  const error = {
    code: 'internal',
    message: 'The database is away.',
    advice: 'Start it.',
    command: 'systemctl start x',
  }
  showInTeam(<ProfilesScreen />, {
    api: (request) => (failing ? { status: 500, body: { error } } : some(request)),
  })
  const alert = await screen.findByRole('alert')
  expect(alert.textContent).toContain('The database is away.')
  expect(within(alert).getByText('systemctl start x')).toBeDefined()
  failing = false
  await userEvent.click(within(alert).getByRole('button', { name: 'Try again' }))
  expect(await screen.findByRole('table')).toBeDefined()
})
