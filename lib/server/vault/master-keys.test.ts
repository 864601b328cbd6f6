import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Secret } from '#lib/shared/secret.ts'
import { loadMasterKeys, MasterKeyError } from './master-keys.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keystream-keys-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const fromText = (text: string) => loadMasterKeys({ masterKeyFile: undefined, masterKeys: new Secret(text) })
const good = () => randomBytes(32).toString('base64')

it('takes one bare key as k1, and several named ones, the first active', () => {
  expect(fromText(good()).map((key) => key.id)).toEqual(['k1'])
  expect(fromText(`k2:${good()}, k1:${good()}`).map((key) => key.id)).toEqual(['k2', 'k1'])
})

const sequence = Buffer.from(Array.from({ length: 32 }, (_, i) => i))

it.each([
  ['nothing', '', /holds no key/],
  ['a short key', `k1:${randomBytes(16).toString('base64')}`, /has 16 bytes where 32 are needed/],
  ['a long key', `k1:${randomBytes(33).toString('base64')}`, /has 33 bytes/],
  ['zeros', Buffer.alloc(32).toString('base64'), /sample value/],
  ['one byte repeated', Buffer.alloc(32, 0xa5).toString('base64'), /sample value/],
  ['a run of numbers', sequence.toString('base64'), /sample value/],
  ['a repeated pattern', Buffer.alloc(32, randomBytes(8)).toString('base64'), /repeats its bytes/],
  [
    'a passphrase',
    Buffer.from('this-is-a-sample-master-key-32b!').toString('base64'),
    /sample or a passphrase/,
  ],
  ['two of one name', `k1:${good()},k1:${good()}`, /two keys alike/],
  ['several without names', `${good()},${good()}`, /not written as name:base64/],
  ['other characters', 'k1:???', /not written as name:base64/],
])('refuses %s', (_, text, message) => {
  expect(() => fromText(text)).toThrow(MasterKeyError)
  expect(() => fromText(text)).toThrow(message)
})

it('never quotes a key', () => {
  const short = randomBytes(20).toString('base64')
  try {
    fromText(`k1:${short}`)
    expect.unreachable()
  } catch (error) {
    expect(String(error)).not.toContain(short)
    expect(String(error)).not.toContain('\n')
  }
})

it('reads a file that only its owner can read', () => {
  const file = join(folder, 'master.key')
  const read = () => loadMasterKeys({ masterKeyFile: file, masterKeys: undefined })
  expect(read).toThrow(/cannot be read/)
  writeFileSync(file, `k2:${good()}\nk1:${good()}\n`, { mode: 0o400 })
  expect(read().map((key) => key.id)).toEqual(['k2', 'k1'])
  chmodSync(file, 0o440)
  expect(read).toThrow(/mode 440/)
  chmodSync(file, 0o404)
  expect(read).toThrow(/mode 404/)
  expect(() => loadMasterKeys({ masterKeyFile: folder, masterKeys: undefined })).toThrow(MasterKeyError)
})

it('refuses both sources at once, and none', () => {
  expect(() => loadMasterKeys({ masterKeyFile: 'a', masterKeys: new Secret(good()) })).toThrow(/not both/)
  expect(() => loadMasterKeys({ masterKeyFile: undefined, masterKeys: undefined })).toThrow(/no master key/)
})
