import { describe, expect, it } from 'vitest'
import { pageOf, readCursor } from './page-cursor.ts'

const rows = [3, 2, 1].map((day) => ({ createdAt: `2026-11-0${day}T00:00:00.000Z`, id: `id-${day}` }))
const idOf = ({ id }: { id: string }): string => id

describe('a page', () => {
  it('names its last row as the cursor when a row more was found', () => {
    const { items, next } = pageOf(rows, 2, idOf)
    expect(items).toEqual(['id-3', 'id-2'])
    expect(readCursor(next ?? '')).toEqual(['2026-11-02T00:00:00.000Z', 'id-2'])
  })

  it('is the last one when no more was found', () => {
    expect(pageOf(rows, 3, idOf)).toEqual({ items: ['id-3', 'id-2', 'id-1'], next: null })
    expect(pageOf([], 3, idOf)).toEqual({ items: [], next: null })
  })
})

it.each([
  '',
  'nonsense',
  Buffer.from('["only one"]').toString('base64url'),
  Buffer.from('{').toString('base64url'),
])('a cursor that no page gave is refused: %j', (text) => {
  expect(() => readCursor(text)).toThrow('"after" is not what a former page gave')
})
