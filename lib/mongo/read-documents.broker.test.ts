import { Long, ObjectId } from 'mongodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isKafkaCredential } from '#lib/credentials/credential.ts'
import { parseCredentials } from '#lib/credentials/parse-credentials.ts'
import { mongoMissing } from '#sandbox/mongo-runtime.ts'
import { type SandboxMongo, startMongo } from '#sandbox/start-mongo.ts'
import { documentIdText } from './document-id.ts'
import { type MongoTarget, mongoTargetOf } from './mongo-target.ts'
import { MongoWriter } from './mongo-writer.ts'
import { type FoundDocument, type ReadDocumentsOptions, readDocuments } from './read-documents.ts'
import type { TestDocument } from './test-document.ts'

/** FerretDB is built once on a machine, which takes minutes. */
const BUILD_MS = 600_000
const COUNT = 1_300

let mongo: SandboxMongo
let target: MongoTarget

/** In the order in which MongoDB sorts them. */
const ids = [
  ...[5, Long.fromString('9007199254740993'), 'a', 'b', { x: 1 }],
  ...[new ObjectId('65f0c0ffee65f0c0ffee65f0'), new ObjectId('65f0c0ffee65f0c0ffee65f1'), true],
  new Date('2026-01-31T00:00:00Z'),
]

async function read(
  options: Partial<ReadDocumentsOptions> & { collection: string },
): Promise<FoundDocument[]> {
  const found: FoundDocument[] = []
  const signal = AbortSignal.timeout(60_000)
  for await (const one of readDocuments(target, { database: 'shop', signal, ...options })) found.push(one)
  return found
}

const texts = (found: readonly FoundDocument[]) => found.map(({ id }) => documentIdText(id))

const missing = mongoMissing()

describe.skipIf(missing !== null)(
  missing === null ? 'reading documents' : `reading documents is not tried: ${missing}`,
  () => {
    beforeAll(async () => {
      mongo = await startMongo()
      const [credential] = parseCredentials(mongo.paste('shop')).credentials
      if (!credential || isKafkaCredential(credential)) throw new Error('The paste is not understood.')
      target = mongoTargetOf(credential, { mode: 'unrestricted' })
      const writer = new MongoWriter(target, 'shop')
      const signal = AbortSignal.timeout(60_000)
      const mixed = ids.map((_id, n) => ({ _id, n }) as unknown as TestDocument)
      await writer.insert('mixed', mixed.toReversed(), { signal })
      const many = Array.from({ length: COUNT }, (_, n) => ({ _id: String(n).padStart(5, '0'), n }))
      await writer.insert('many', many, { signal })
      await writer.close()
    }, BUILD_MS)

    afterAll(() => mongo.stop())

    it('gives all in the order of their ids, and goes on after any of them', async () => {
      const all = await read({ collection: 'mixed' })
      expect(texts(all)).toEqual(ids.map(documentIdText))
      expect(all[1]?.json).toBe('{"_id":9007199254740993,"n":1}')
      for (const [index, id] of ids.entries()) {
        const rest = await read({ collection: 'mixed', after: documentIdText(id) ?? '' })
        expect(texts(rest)).toEqual(ids.slice(index + 1).map(documentIdText))
      }
    })

    it('gives no more than it was asked for, over several batches', async () => {
      const found = await read({ collection: 'many', limit: 1_001 })
      expect(found.map(({ json }) => (JSON.parse(json) as { n: number }).n)).toEqual(
        Array.from({ length: 1_001 }, (_, n) => n),
      )
      expect(await read({ collection: 'nothing' })).toEqual([])
    })

    it('goes on where it was when MongoDB dies on the way, each document once', async () => {
      const found: FoundDocument[] = []
      const words: string[] = []
      const signal = AbortSignal.timeout(60_000)
      const options = {
        ...{ database: 'shop', collection: 'many', signal },
        onRetry: (text: string) => words.push(text),
      }
      for await (const one of readDocuments(target, options)) {
        found.push(one)
        if (found.length === 100) {
          await mongo.kill()
          await mongo.start()
        }
      }
      expect(found.map(({ id }) => Number(id))).toEqual(Array.from({ length: COUNT }, (_, n) => n))
      expect(words.length).toBeGreaterThan(0)
    })

    it('gives nothing more once it is cancelled, though more is at hand', async () => {
      const stop = new AbortController()
      const reading = readDocuments(target, { database: 'shop', collection: 'many', signal: stop.signal })
      expect(await reading.next()).toMatchObject({ value: { id: '00000' } })
      stop.abort()
      const late: FoundDocument[] = []
      await expect(
        (async () => {
          for await (const one of reading) late.push(one)
        })(),
      ).rejects.toMatchObject({ name: 'AbortError' })
      expect(late).toEqual([])
    })

    it('ends at once when it is cancelled while it waits for a MongoDB that died', async () => {
      const stop = new AbortController()
      const retries: string[] = []
      let abortedAt = Number.NaN
      const reading = readDocuments(target, {
        ...{ database: 'shop', collection: 'many', signal: stop.signal },
        onRetry: (words) => {
          // The pause that follows is a second, longer than what is allowed below.
          if (retries.push(words) < 3) return
          abortedAt = performance.now()
          stop.abort()
        },
      })
      await reading.next()
      await mongo.kill()
      try {
        await expect(
          (async () => {
            for await (const one of reading) expect(one).toBeDefined()
          })(),
        ).rejects.toMatchObject({ name: 'AbortError' })
        expect(performance.now() - abortedAt).toBeLessThan(900)
        expect(retries).toHaveLength(3)
      } finally {
        await mongo.start()
      }
    })

    it('refuses what can’t be', async () => {
      await expect(read({ collection: 'many', database: 'with.dot' })).rejects.toMatchObject({
        code: 'unprocessable',
      })
      const egress = { mode: 'open' as const, ownAddresses: [] }
      const blocked = readDocuments(
        { ...target, egress },
        { database: 'shop', collection: 'many', signal: AbortSignal.timeout(9_000) },
      )
      await expect(blocked.next()).rejects.toMatchObject({ code: 'blocked_by_policy' })
    })
  },
)
