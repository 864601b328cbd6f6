import { expect, it } from 'vitest'
import { kafkaPaste } from '#lib/credentials/fixtures/load-fixture.ts'
import { BUNDLE_KDF } from '#lib/shared/bundle.ts'
import { readImportFile } from './read-import-file.ts'

it('says what each document of a file holds, and why one can’t be used', () => {
  const text = `${kafkaPaste()}---\n${kafkaPaste({ username: 'relation-9' })}---\n${kafkaPaste({ password: null })}`
  const file = readImportFile('many.yaml', text)
  expect(file).toMatchObject({
    kind: 'pastes',
    found: [
      { product: 'kafka', username: 'relation-8' },
      { product: 'kafka', username: 'relation-9' },
    ],
    problems: [expect.stringContaining('password')],
  })
  expect(JSON.stringify({ ...file, text: '' })).not.toContain('Canary')
})

it('knows a bundle from a paste, and an edited bundle is none', () => {
  const bundle = {
    format: 'keystream-bundle',
    version: 1,
    createdAt: '2026-11-22T00:00:00.000Z',
    profiles: 3,
    kdf: { ...BUNDLE_KDF, salt: 'AAAAAAAAAAAAAAAAAAAAAA==' },
    cipher: { name: 'aes-256-gcm', nonce: 'AAAAAAAAAAAAAAAA' },
    data: 'AAAA',
  }
  expect(readImportFile('b.json', JSON.stringify(bundle))).toMatchObject({ kind: 'bundle', bundle })
  const costly = { ...bundle, kdf: { ...bundle.kdf, n: 2 ** 30 } }
  expect(readImportFile('b.json', JSON.stringify(costly))).toMatchObject({ kind: 'pastes', found: [] })
  expect(readImportFile('e.txt', '')).toMatchObject({ found: [], problems: [expect.any(String)] })
})
