import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { FetchSchemas } from './fetch-schemas.ts'
import { type DecodePlan, RecordDecoder, type SchemaLookup } from './record-decoder.ts'
import { encodeAt } from './testing/encode-at.ts'
import { fetchedOf } from './testing/fetched-of.ts'

const auto: DecodePlan = { key: 'auto', value: 'auto', schemas: [], explain: false }

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})

afterEach(() => {
  vi.useRealTimers()
})

const framed = (id: number): Buffer => Buffer.from([0, 0, 0, 0, id, 1])

/** A fetch whose records name these ids as their keys', and those as their values'. */
const fetchOf = (keys: readonly number[], values: readonly number[] = []) => {
  const records = keys.map((id, index) => ({ key: framed(id), value: framed(values[index] ?? id) }))
  return fetchedOf(encodeAt(0, records, 'none'), { from: 0 })
}

/** A registry that answers at once, or never, and what it was asked for. */
function registry(answers: boolean) {
  const known = new Set<number>()
  const asked: number[] = []
  const lookup: SchemaLookup = {
    find: (id) => (known.has(id) ? { kind: 'broken', reason: 'none' } : undefined),
    ask: async (id) => {
      asked.push(id)
      if (!answers) await new Promise(() => undefined)
      known.add(id)
    },
  }
  return { asked, lookup }
}

const manyIds = Array.from({ length: 100 }, (_, index) => index + 1)

it('asks for the key’s and the value’s schemas, each once, and stops when all are known', async () => {
  const { asked, lookup } = registry(true)
  const decoders = [new RecordDecoder('t', auto, lookup)]
  const schemas = new FetchSchemas(fetchOf([1, 1], [2, 3]), lookup, new AbortController().signal)
  let rounds = 0
  for (; schemas.anyMissing(decoders); rounds++) await schemas.ask()
  expect({ asked: asked.toSorted(), rounds }).toEqual({ asked: [1, 2, 3], rounds: 2 })
})

it('asks also for what one needs who joined while it asked', async () => {
  const { asked, lookup } = registry(true)
  const decoders = [new RecordDecoder('t', { ...auto, key: 'text' }, lookup)]
  const schemas = new FetchSchemas(fetchOf([1], [2]), lookup, new AbortController().signal)
  for (; schemas.anyMissing(decoders); decoders.push(new RecordDecoder('t', auto, lookup)))
    await schemas.ask()
  expect(asked).toEqual([2, 1])
})

it('asks for 50 of a fetch at most', async () => {
  const { asked, lookup } = registry(true)
  const decoders = [new RecordDecoder('t', auto, lookup)]
  const schemas = new FetchSchemas(fetchOf(manyIds), lookup, new AbortController().signal)
  while (schemas.anyMissing(decoders)) await schemas.ask()
  expect(asked).toHaveLength(50)
  expect(schemas.isLate).toBe(false)
})

it('waits five seconds in all for a registry that never answers', async () => {
  const { asked, lookup } = registry(false)
  const decoders = [new RecordDecoder('t', auto, lookup)]
  const schemas = new FetchSchemas(fetchOf(manyIds), lookup, new AbortController().signal)
  expect(schemas.anyMissing(decoders)).toBe(true)
  const over = vi.fn()
  const asking = schemas.ask().then(over)
  await vi.advanceTimersByTimeAsync(4_999)
  expect(over).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1)
  await asking
  expect(schemas.anyMissing(decoders)).toBe(false)
  expect({ asked: asked.length, late: schemas.isLate }).toEqual({ asked: 10, late: true })
})

it('ends at once when nobody waits any more', async () => {
  const { lookup } = registry(false)
  const decoders = [new RecordDecoder('t', auto, lookup)]
  const stop = new AbortController()
  const schemas = new FetchSchemas(fetchOf([1]), lookup, stop.signal)
  expect(schemas.anyMissing(decoders)).toBe(true)
  const asking = schemas.ask()
  stop.abort()
  await asking
  expect(schemas.anyMissing(decoders)).toBe(false)
  expect(vi.getTimerCount()).toBe(0)
})
