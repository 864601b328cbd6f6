import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test, vi } from 'vitest'
import { type FakeApi, showInTeam } from '#components/shell/testing/show-in-team.tsx'
import { handOffPaste } from './paste-handoff.ts'
import { PasteScreen } from './paste-screen.tsx'
import { makeProfile } from './testing/make-profile.ts'

vi.mock('next/navigation', () => ({ useRouter: () => ({ push: vi.fn() }), usePathname: () => '/' }))

beforeEach(() => {
  window.scrollTo = () => undefined
})

const kafka = `kafka:
  consumer-group-prefix: relation-8-
  endpoints: 10.1.0.1:9092
  password: LxupRA4MxzNwINXnn5X9De9XFSNnvU9g
  tls: disabled
  topic: orders
  username: relation-8
ok: "True"`

const postgresql = `postgresql:
  database: shop
  endpoints: 10.1.0.5:5432
  password: S3cr3tS3cr3t
  username: relation-3
ok: "True"`

const step = { type: 'step', step: 'resolve', status: 'ok', detail: 'one address', milliseconds: 1 }
const failed = {
  type: 'verdict',
  verdict: 'failed',
  code: 'broker_wrong_protocol',
  message: 'The port speaks TLS.',
  milliseconds: 9,
  rights: [],
  cluster: null,
}

const api: FakeApi = ({ method, path }) => {
  if (path.endsWith('/check')) return { ndjson: true, body: [step, failed] }
  if (method === 'POST')
    return { status: 201, body: makeProfile({ id: 'prf_new', name: 'orders · relation-8' }) }
  if (method === 'DELETE') return { body: {} }
  if (path.includes('/profiles?')) return { body: { items: [], next: null } }
  return { body: makeProfile({ id: 'prf_new', name: 'orders · relation-8' }) }
}

function paste(text: string) {
  const user = userEvent.setup()
  const box = screen.getByRole('textbox', { name: 'Output of get-credentials' })
  return user
    .click(box)
    .then(() => user.paste(text))
    .then(() => user)
}

test('understands a paste while it is typed, and says so', async () => {
  showInTeam(<PasteScreen />, { api })
  await paste(kafka)
  expect(screen.getByText('10.1.0.1:9092')).toBeDefined()
  expect(
    screen.getByText('Understood: Kafka, 1 server, SASL_PLAINTEXT, topic orders.', { exact: false }),
  ).toBeDefined()
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Name' }).value).toBe('orders · relation-8')
})

test('names the line of an error and puts the cursor there', async () => {
  showInTeam(<PasteScreen />, { api })
  const user = await paste(kafka.replace('password: L', 'password: &L'))
  const wrong = screen.getByRole('list', { name: 'What is wrong with this paste' })
  await user.click(within(wrong).getAllByRole('button', { name: 'Go to line 4' })[0] ?? wrong)
  const box = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Output of get-credentials' })
  expect(box.value.slice(box.selectionStart, box.selectionEnd)).toContain('password')
  expect(screen.queryByRole('button', { name: 'Save and check' })).toBeNull()
})

test('saves, checks, and offers to take it back when the check fails', async () => {
  const { sent } = showInTeam(<PasteScreen />, { api })
  const user = await paste(kafka)
  await user.type(screen.getByRole('textbox', { name: /Labels/ }), 'production,')
  await user.click(screen.getByRole('button', { name: 'Save and check' }))
  await screen.findByText('The port speaks TLS.')
  expect(sent.find((request) => request.method === 'POST' && !request.path.endsWith('/check'))).toEqual({
    method: 'POST',
    path: '/api/teams/team_test/profiles',
    body: { text: kafka, name: 'orders · relation-8', labels: ['production'] },
  })
  await user.click(screen.getByRole('button', { name: 'Discard it and edit the paste' }))
  const box = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Output of get-credentials' })
  expect(box.value).toBe(kafka)
  expect(sent.filter((request) => request.method === 'DELETE').map((request) => request.path)).toEqual([
    '/api/teams/team_test/profiles/prf_new',
  ])
})

test('asks which of several is meant, and names it to the server', async () => {
  const { sent } = showInTeam(<PasteScreen />, { api })
  const user = await paste(`${kafka.replace('\nok: "True"', '')}\n${postgresql}`)
  expect(screen.queryByRole('textbox', { name: 'Name' })).toBeNull()
  await user.click(screen.getByRole('radio', { name: /PostgreSQL/ }))
  await user.click(screen.getByRole('button', { name: 'Save' }))
  await waitFor(() => {
    expect(sent.find((request) => request.method === 'POST')?.body).toMatchObject({ product: 'postgresql' })
  })
  expect(await screen.findByRole('button', { name: /Save Kafka/ })).toBeDefined()
})

test('shows what the server refuses, beside its field', async () => {
  const error = { code: 'conflict', message: 'That name is taken.', field: 'name' }
  showInTeam(<PasteScreen />, {
    api: (request) => (request.method === 'POST' ? { status: 409, body: { error } } : api(request)),
  })
  const user = await paste(kafka)
  await user.click(screen.getByRole('button', { name: 'Save and check' }))
  await screen.findByRole('alert')
  expect(screen.getByRole('textbox', { name: 'Name', description: /taken/ })).toBeDefined()
})

test('takes the text that was pasted on the list', async () => {
  handOffPaste(kafka)
  showInTeam(<PasteScreen />, { api })
  expect(await screen.findByText('10.1.0.1:9092')).toBeDefined()
})

test('tells a viewer who can paste', () => {
  showInTeam(<PasteScreen />, { api, role: 'viewer' })
  expect(screen.getByRole('heading', { name: 'You can’t paste credentials' })).toBeDefined()
  expect(screen.getByText(/Ask an owner, admin or editor/)).toBeDefined()
})
