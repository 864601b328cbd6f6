import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { proofs } from '../proofs.ts'
import { asvsChapters } from './chapters.ts'

/** Requirements of levels 1 and 2 in each section of the published list. */
const published: Readonly<Record<string, number>> = {
  '6.1': 3,
  '6.2': 12,
  '6.3': 4,
  '6.4': 4,
  '6.5': 5,
  '6.6': 3,
  '6.8': 4,
  '7.1': 3,
  '7.2': 4,
  '7.3': 2,
  '7.4': 5,
  '7.5': 2,
  '7.6': 2,
  '8.1': 2,
  '8.2': 3,
  '8.3': 1,
  '8.4': 1,
  '11.1': 2,
  '11.2': 3,
  '11.3': 3,
  '11.4': 4,
  '11.5': 1,
  '11.6': 1,
  '13.1': 1,
  '13.2': 5,
  '13.3': 2,
  '13.4': 5,
  '14.1': 2,
  '14.2': 4,
  '14.3': 3,
  '16.1': 1,
  '16.2': 5,
  '16.3': 4,
  '16.4': 3,
  '16.5': 3,
}
const rows = asvsChapters.flatMap((chapter) => chapter.rows)

it('has each requirement once, and none too few', () => {
  const counts: Record<string, number> = {}
  for (const { id } of rows) {
    const section = id.slice(0, id.lastIndexOf('.'))
    counts[section] = (counts[section] ?? 0) + 1
  }
  expect(counts).toEqual(published)
  expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length)
})

it('names only tests and files that are there, and some for everything that is said to be met', () => {
  for (const { id, state, shown } of rows) {
    for (const file of shown) expect(existsSync(file), `${id} names ${file}`).toBe(true)
    if (state === 'met') expect(shown.length, id).toBeGreaterThan(0)
  }
})

it('names tests that are there for everything that is tried', () => {
  for (const { when, shown } of proofs) {
    expect(shown.length, when).toBeGreaterThan(0)
    for (const file of shown) expect(existsSync(file), file).toBe(true)
  }
})
