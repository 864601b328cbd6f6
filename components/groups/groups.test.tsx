import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { type FakeApi, showInTeam } from '#components/shell/testing/show-in-team.tsx'
import type { GroupFacts, GroupPage } from '#lib/shared/group.ts'
import type { Profile } from '#lib/shared/profile.ts'
import type { Role } from '#lib/shared/team.ts'
import { GroupActions } from './group-actions.tsx'
import { GroupsView } from './groups-view.tsx'

vi.mock('next/navigation', () => ({
  useSearchParams: () => new URLSearchParams(window.location.search),
  useRouter: () => ({ push: vi.fn() }),
}))
afterEach(() => window.history.replaceState(null, '', '/'))

const profile = { id: 'prf_1', createdBy: 'Ada', rights: ['see', 'use'] } as unknown as Profile

const facts: GroupFacts = {
  ...{ group: 'shop-1', type: 'classic', state: 'Empty', protocolType: 'consumer', assignor: '' },
  ...{
    coordinator: { node: 1, address: null },
    operations: ['READ'],
    members: [],
    partitions: [],
    lag: null,
  },
  ...{ note: null, reset: { allowed: true, reason: null } },
  delete: { allowed: false, reason: 'Deleting a group needs DELETE on it.' },
}

const page: GroupPage = {
  ...{ items: [], next: null, total: 0, reach: ['shop-*'], outside: 0, forbidden: null, silent: [] },
}
const answer =
  (body: GroupPage): FakeApi =>
  () => ({ body })

const show = (over: Partial<GroupFacts>, role: Role = 'owner') =>
  showInTeam(
    <GroupActions
      place={{ team: 'team_test', profile: 'prf_1', group: 'shop-1' }}
      facts={{ ...facts, ...over }}
      topic="orders"
      onLeave={vi.fn()}
    />,
    { api: answer(page), role },
  )

test('what may not be done says why beside its button', () => {
  show({})
  expect(screen.getByRole('button', { name: 'Delete group…' })).toHaveProperty('disabled', true)
  expect(screen.getByText('Delete: Deleting a group needs DELETE on it.')).toBeDefined()
  expect(screen.getByRole('button', { name: 'Reset offsets…' })).toHaveProperty('disabled', false)
})

test('a group in use may be planned for', () => {
  show({ reset: { allowed: false, reason: 'The group is in use by 2 members. Stop them first.' } })
  expect(screen.getByRole('button', { name: 'Reset offsets…' })).toHaveProperty('disabled', false)
  expect(screen.getByText(/in use by 2 members.*A dry run is possible\./)).toBeDefined()
})

test('a role that may not is told whom to ask', () => {
  show({ delete: { allowed: true, reason: null } }, 'operator')
  expect(screen.getByRole('button', { name: 'Delete group…' })).toHaveProperty('disabled', true)
  expect(screen.getByText(/Ask an owner, admin or editor of the team/)).toBeDefined()
})

test('thousands of groups come page by page, and are searched on the server', async () => {
  const total = 3_000
  const item = (at: number) => ({
    ...{ group: `shop-${String(at).padStart(4, '0')}`, type: 'classic' as const, state: 'Empty', members: 0 },
    ...{ lag: '0', topics: ['orders'] },
  })
  const api: FakeApi = ({ path }) => {
    const query = new URLSearchParams(path.split('?')[1])
    const first = query.has('after') ? Number(query.get('after')?.slice(5)) + 1 : 0
    const items = Array.from({ length: Number(query.get('limit')) }, (_, at) => item(first + at))
    const found = query.get('search') === null ? items : items.slice(0, 1)
    return { body: { ...page, items: found, next: found.at(-1)?.group ?? null, total, outside: 7 } }
  }
  const { sent } = showInTeam(<GroupsView team="team_test" profile={profile} />, { api })
  const table = await screen.findByRole('table')
  expect(within(table).getAllByRole('row')).toHaveLength(51)
  expect(screen.getByRole('status').textContent).toBe(
    '50 of 3,000 groups. Only ids that begin with shop- are granted; Kafka hides the others. 7 more that the cluster shows are left out.',
  )
  await userEvent.click(screen.getByRole('button', { name: 'More groups' }))
  expect(await screen.findByText('shop-0099')).toBeDefined()
  expect(sent.at(-1)?.path).toContain('after=shop-0049')
})

test('says that a broker is silent, and that no group is there yet', async () => {
  showInTeam(<GroupsView team="team_test" profile={profile} />, {
    api: answer({ ...page, silent: ['10.0.0.3:9092'] }),
  })
  expect(await screen.findByText('No consumer groups yet')).toBeDefined()
  expect(screen.getByText(/10\.0\.0\.3:9092 did not answer/)).toBeDefined()
})

test('says which role brings groups', async () => {
  showInTeam(<GroupsView team="team_test" profile={profile} />, {
    api: answer({ ...page, forbidden: 'Consumer groups need the role consumer.' }),
  })
  expect(await screen.findByText('These credentials reach no consumer group')).toBeDefined()
})

test('says who may let one use the profile', () => {
  const seen = { ...profile, rights: ['see'] } as Profile
  showInTeam(<GroupsView team="team_test" profile={seen} />, { api: answer(page) })
  expect(screen.getByText(/You may see this profile, but not use it/)).toBeDefined()
})
