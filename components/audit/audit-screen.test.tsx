import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { type FakeApi, showInTeam } from '#components/shell/testing/show-in-team.tsx'
import { AuditActionSchema } from '#lib/shared/audit-event.ts'
import { AuditScreen } from './audit-screen.tsx'
import { auditChoices, auditWords } from './audit-words.ts'

vi.mock('next/navigation', () => ({
  useSearchParams: () => new URLSearchParams(window.location.search),
}))
afterEach(() => window.history.replaceState(null, '', '/'))

const event = (sequence: number, more: object = {}) => ({
  sequence,
  at: '2026-01-01T00:00:00.000Z',
  teamId: 'team_test',
  actor: 'ada@example.com',
  action: 'profile.created',
  subject: 'prf_1',
  subjectName: 'orders',
  details: { version: 1 },
  hash: 'ab',
  ...more,
})

const api: FakeApi = ({ path }) => {
  if (path.endsWith('/verify')) {
    const at = '2026-01-01T00:00:00.000Z'
    return { body: { good: false, events: 6, firstBad: 7, reason: 'cut', checkpoint: null, at } }
  }
  if (!path.includes('after=')) return { body: { items: [], next: 'place' } }
  return {
    body: { items: [event(7), event(6, { actor: null, subject: 'tok_1', subjectName: null })], next: null },
  }
}

test('goes on by itself past a page without hits, and names people and objects', async () => {
  const { sent } = showInTeam(<AuditScreen />, { api })
  const table = await screen.findByRole('table')
  expect(sent).toHaveLength(2)
  expect(within(table).getAllByRole('row')).toHaveLength(3)
  // Twice in the document: beside the action on a phone, in a column of its own elsewhere.
  const [link] = within(table).getAllByRole('link', { name: 'orders' })
  expect(link?.getAttribute('href')).toBe('/teams/team_test/profiles/prf_1')
  expect(within(table).getByText('Keystream')).toBeDefined()
  const [token] = within(table).getAllByRole('button', { name: 'tok_1' })
  if (token) await userEvent.click(token)
  expect(window.location.search).toBe('?subject=tok_1')
})

test('reads its filters from the address and asks the server for whole days', async () => {
  window.history.replaceState(
    null,
    '',
    '/?action=profile&actor=Bob@example.com&from=2026-01-02&to=2026-01-02',
  )
  const { sent } = showInTeam(<AuditScreen />, { api })
  await screen.findByRole('table')
  const query = new URLSearchParams(sent[0]?.path.split('?')[1])
  expect(Object.fromEntries(query)).toMatchObject({ of: 'team', action: 'profile', actor: 'bob@example.com' })
  const length = Date.parse(query.get('to') ?? '') - Date.parse(query.get('from') ?? '')
  expect(length).toBe(24 * 60 * 60 * 1000)
})

test('says from where on the log is not whole', async () => {
  showInTeam(<AuditScreen />, { api })
  await userEvent.click(screen.getByRole('button', { name: 'Verify' }))
  const alert = await screen.findByRole('alert')
  expect(within(alert).getByText(/^Event 7 and what followed are missing/)).toBeDefined()
})

test('is closed to an editor, who is told whom to ask', () => {
  const { sent } = showInTeam(<AuditScreen />, { api, role: 'editor' })
  expect(screen.getByRole('heading', { name: 'You can’t read the audit log' })).toBeDefined()
  expect(sent).toEqual([])
})

test('has words for every action, and each is a choice', () => {
  const words = AuditActionSchema.options.map(auditWords)
  expect(new Set(words).size).toBe(words.length)
  for (const each of words) expect(each).toMatch(/^[A-Z][a-z]+(-[a-z]+)?:? [a-z]/)
  const values = auditChoices().map((choice) => choice.value)
  for (const action of AuditActionSchema.options) expect(values).toContain(action)
})
