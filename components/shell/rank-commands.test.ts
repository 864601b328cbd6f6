import { expect, test } from 'vitest'
import { fuzzyScore } from './fuzzy.ts'
import { rankCommands } from './rank-commands.ts'

const run = () => undefined
const commands = [
  { id: '1', title: 'orders-created', group: 'Topics', hint: 'watch live, shop', run },
  { id: '2', title: 'Orders', group: 'Profiles', run },
  { id: '3', title: 'Sign out', group: 'Actions', keywords: 'leave log out', run },
  ...Array.from({ length: 9 }, (_, index) => ({
    id: `p${index}`,
    title: `Profile ${index}`,
    group: 'Profiles',
    run,
  })),
]

const titles = (typed: string) =>
  rankCommands(commands, typed).map((group) => [group.name, group.commands.map((each) => each.title)])

test('leads with the group of the best answer', () => {
  expect(titles('orders')).toEqual([
    ['Profiles', ['Orders']],
    ['Topics', ['orders-created']],
  ])
})

test('finds by keywords, and by letters near one another', () => {
  expect(titles('leave')).toEqual([['Actions', ['Sign out']]])
  expect(titles('ordcr')).toEqual([['Topics', ['orders-created']]])
  expect(titles('zzz')).toEqual([])
})

test('shows the first few of each group while nothing is typed', () => {
  expect(rankCommands(commands, '').find((group) => group.name === 'Profiles')?.commands).toHaveLength(6)
})

test('needs every word', () => {
  expect(fuzzyScore('orders zebra', 'orders created')).toBeNull()
  expect(fuzzyScore('created orders', 'orders created')).not.toBeNull()
})
