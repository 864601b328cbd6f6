import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { StatementCache } from './statement-cache.ts'

let cache: StatementCache

beforeEach(() => {
  const database = new Sqlite(':memory:')
  database.exec("create table animal (name text); insert into animal values ('auk'), ('bat')")
  cache = new StatementCache(database)
})

afterEach(() => {
  cache.close()
})

const ALL = 'select * from animal order by name'

it('gives the same statement for the same text', () => {
  expect(cache.prepare(ALL)).toBe(cache.prepare(ALL))
  expect(cache.prepare(ALL).all([])).toEqual([{ name: 'auk' }, { name: 'bat' }])
})

it('gives another one while somebody walks through its rows', () => {
  const walked = []
  for (const row of cache.prepare(ALL).iterate([])) walked.push(row, cache.prepare(ALL).all([]).length)
  expect(walked).toEqual([{ name: 'auk' }, 2, { name: 'bat' }, 2])
})

it('sees a column that was added after a statement was prepared', () => {
  cache.prepare(ALL).all([])
  cache.prepare('alter table animal add column legs integer default 2').run([])
  expect(cache.prepare(ALL).all([])).toEqual([
    { name: 'auk', legs: 2 },
    { name: 'bat', legs: 2 },
  ])
})

it('goes on when more texts come than it keeps', () => {
  for (let number = 0; number < 1_200; number++)
    expect(cache.prepare(`select ${number} as it`).all([])).toEqual([{ it: number }])
})
