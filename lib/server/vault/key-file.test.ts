import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { addKeyToFile, nextKeyId, stampKeyFile } from './key-file.ts'
import { loadMasterKeys } from './master-keys.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keystream-key-'))
  path = join(folder, 'master.key')
})
afterEach(() => rmSync(folder, { recursive: true }))

const load = () => loadMasterKeys({ masterKeyFile: path, masterKeys: undefined })
const write = (text: string) => {
  writeFileSync(path, text)
  chmodSync(path, 0o400)
}

it.each(['', 'k1:'])('puts a new key in front of the one that is there (written as "%s…")', (name) => {
  write(`${name}${randomBytes(32).toString('base64')}\n`)
  const [former] = load()
  const before = stampKeyFile(path)
  addKeyToFile(path, 'k2', load())
  const after = load()
  expect(after.map(({ id }) => id)).toEqual(['k2', 'k1'])
  expect(after[1]).toEqual(former)
  expect(after[0]?.wrapping.equals(after[1]?.wrapping ?? Buffer.alloc(0))).toBe(false)
  expect(statSync(path).mode & 0o777).toBe(0o400)
  expect(stampKeyFile(path)).not.toBe(before)
  addKeyToFile(path, 'k3', load())
  expect(load().map(({ id }) => id)).toEqual(['k3', 'k2', 'k1'])
})

it('leaves the file alone when the new one can’t be made', () => {
  write(`k1:${randomBytes(32).toString('base64')}\n`)
  writeFileSync(`${path}.new`, 'left over')
  expect(() => addKeyToFile(path, 'k2', load())).toThrow(/EEXIST/)
  expect(load().map(({ id }) => id)).toEqual(['k1'])
})

it('names a key by a number that was never used', () => {
  expect(nextKeyId(['k2', 'k10', 'mine'])).toBe('k11')
  expect(nextKeyId(['mine'])).toBe('k1')
})
