import { expect, it } from 'vitest'
import type { MongoTarget } from './mongo-target.ts'
import { MongoWriter } from './mongo-writer.ts'

it('does not blame a document for what fails before MongoDB is reached', async () => {
  const stop = new AbortController()
  const tried: string[] = []
  const target = {
    ...{ hosts: [{ host: '127.0.0.1', port: 1 }], password: null, uris: null, tls: false },
    ...{ certificateAuthorityPems: [], egress: { mode: 'unrestricted' as const } },
    get username(): string {
      throw new TypeError('a fault of ours')
    },
  } satisfies MongoTarget
  const writer = new MongoWriter(target, 'shop')
  const inserted = writer.insert('c', [{ _id: 'a' }], {
    signal: stop.signal,
    onRetry: (words) => {
      tried.push(words)
      stop.abort()
    },
  })
  await expect(inserted).rejects.toMatchObject({ name: 'AbortError' })
  expect(tried).toEqual(['the connection broke'])
})
