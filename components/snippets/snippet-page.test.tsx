import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test, vi } from 'vitest'
import { makeProfile } from '#components/profiles/testing/make-profile.ts'
import { type FakeApi, showInTeam } from '#components/shell/testing/show-in-team.tsx'
import type { Profile } from '#lib/shared/profile.ts'
import type { Snippet } from '#lib/shared/snippet.ts'
import { SnippetPage } from './snippet-page.tsx'

vi.mock('next/navigation', () => ({ useSearchParams: () => new URLSearchParams(window.location.search) }))

const SECRET = 'Canary-of-the-program'
const base = '/api/teams/team_test/profiles/prf_1/snippets'

function snippet(kind: Snippet['kind'], password: string): Snippet {
  return {
    ...{ kind, title: kind, topic: 'orders', group: 'relation-8-example' },
    files: [{ name: 'settings.py', text: `password = ${password}`, secret: password === SECRET }],
    steps: [{ label: 'Produce', command: `run ${kind}` }],
    notes: ['A note.'],
  }
}

function show(profile: Profile) {
  const user = userEvent.setup()
  const api: FakeApi = ({ path, method }) => {
    const kind = /snippets\/([\w-]+)/.exec(path)?.[1] as Snippet['kind'] | undefined
    if (kind === undefined) return { body: profile }
    if (method === 'POST') return { body: { ...snippet(kind, SECRET), shownForSeconds: 30 } }
    return { body: snippet(kind, 'environment') }
  }
  return { user, ...showInTeam(<SnippetPage profile={profile.id} />, { api }) }
}

beforeEach(() => {
  localStorage.clear()
  window.history.replaceState(null, '', '/')
})

test('shows the program of the language that is chosen, and keeps the choice', async () => {
  const { user, sent } = show(makeProfile())
  expect(await screen.findByText('run java')).toBeDefined()
  await user.selectOptions(screen.getByLabelText('Language'), 'Go, franz-go')
  expect(await screen.findByText('run go')).toBeDefined()
  expect(sent.map(({ path }) => path).filter((path) => path.startsWith(base))).toEqual([
    `${base}/java`,
    `${base}/go`,
  ])
  expect(window.location.search).toBe('?kind=go')
  expect(localStorage.getItem('keystream.snippet-kind')).toBe('go')
  await user.click(screen.getByRole('button', { name: 'Copy settings.py' }))
  expect(await navigator.clipboard.readText()).toBe('password = environment')
  expect(screen.queryByRole('button', { name: 'Fill in the secrets' })).toBeNull()
})

test('fills in the secrets for who may see them, and hides them again', async () => {
  const { user, sent } = show(makeProfile({ rights: ['see', 'use', 'reveal'] }))
  await screen.findByText('run java')
  await user.click(screen.getByRole('button', { name: 'Fill in the secrets' }))
  await user.type(screen.getByRole('textbox', { name: 'Reason' }), ' a service ')
  await user.click(screen.getByRole('button', { name: 'Fill in for 30 s' }))
  expect(await screen.findByText(`password = ${SECRET}`)).toBeDefined()
  expect(sent.find(({ method }) => method === 'POST')).toEqual({
    method: 'POST',
    path: `${base}/java`,
    body: { reason: 'a service' },
  })
  await user.click(screen.getByRole('button', { name: 'Hide' }))
  await waitFor(() => expect(document.body.innerHTML).not.toContain(SECRET))
})

test('asks for a topic where the credentials grant a prefix', async () => {
  const profile = makeProfile()
  if (profile.facts.product !== 'kafka') throw new Error('no Kafka')
  const { user, sent } = show(makeProfile({ facts: { ...profile.facts, topic: 'shop-', topicPrefix: true } }))
  await screen.findByText('run java')
  await user.type(screen.getByLabelText('Topic'), '!')
  expect(screen.getByText(/A topic has 1 to 249/)).toBeDefined()
  expect(sent.at(-1)?.path).toBe(`${base}/java?topic=shop-example`)
})

test('says who may when the profile may only be seen', async () => {
  const { sent } = show(makeProfile({ rights: ['see'] }))
  expect(await screen.findByText(/for those who may use this profile/)).toBeDefined()
  expect(sent.some(({ path }) => path.startsWith(base))).toBe(false)
})
