import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isKafkaCredential } from '#lib/credentials/credential.ts'
import { parseCredentials } from '#lib/credentials/parse-credentials.ts'
import { mongoMissing } from '#sandbox/mongo-runtime.ts'
import { type SandboxMongo, startMongo } from '#sandbox/start-mongo.ts'
import { mongoTargetOf } from './mongo-target.ts'
import { MongoWriter } from './mongo-writer.ts'

/** FerretDB is built once on a machine, which takes minutes. */
const BUILD_MS = 600_000

let mongo: SandboxMongo
let writer: MongoWriter

const missing = mongoMissing()

describe.skipIf(missing !== null)(
  missing === null ? 'writing documents' : `writing documents is not tried: ${missing}`,
  () => {
    beforeAll(async () => {
      mongo = await startMongo()
      const [credential] = parseCredentials(mongo.paste('shop')).credentials
      if (!credential || isKafkaCredential(credential)) throw new Error('The paste is not understood.')
      writer = new MongoWriter(mongoTargetOf(credential, { mode: 'unrestricted' }), 'shop')
    }, BUILD_MS)

    afterAll(async () => {
      await writer.close()
      await mongo.stop()
    })

    it('counts as present what was there before, also beside a document that it never takes', async () => {
      const signal = AbortSignal.timeout(60_000)
      const documents = Array.from({ length: 10 }, (_, n) => ({ _id: `d${n}`, timestamp: n }))
      expect(await writer.insert('twice', documents.slice(0, 6), { signal })).toEqual({
        ...{ inserted: 6, present: 0, refused: [] },
      })
      const odd = { _id: 'odd', ['a\u0000b']: 1 }
      expect(await writer.insert('twice', [...documents, odd], { signal })).toMatchObject({
        ...{ inserted: 4, present: 6, refused: [{ index: 10 }] },
      })
      expect(await mongo.documents('shop', 'twice')).toHaveLength(10)
    })
  },
)
