import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { isBuildFresh, lastProduct, serverFile } from './demo-build.ts'

let root: string

beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'keystream-build-'))
})

afterEach(() => rm(root, { recursive: true }))

/** Makes a file whose time is `second` seconds after a beginning, and its folders older than everything. */
async function put(file: string, second: number): Promise<void> {
  const whole = path.join(root, file)
  await mkdir(path.dirname(whole), { recursive: true })
  await writeFile(whole, '')
  await utimes(whole, 1_000_000 + second, 1_000_000 + second)
  for (let folder = path.dirname(whole); folder !== root; folder = path.dirname(folder)) {
    await utimes(folder, 1_000_000, 1_000_000)
  }
}

/** Makes a whole build at a second. */
async function build(second: number): Promise<void> {
  await put(path.relative('/', serverFile('/')), second)
  await put(path.join(path.relative('/', lastProduct('/')), 'chunk.js'), second)
  await utimes(lastProduct(root), 1_000_000 + second, 1_000_000 + second)
}

it('is not fresh before the first build', async () => {
  await put('app/page.tsx', 1)
  expect(await isBuildFresh(root)).toBe(false)
})

it('is not fresh when a build was cut short', async () => {
  await put(path.relative('/', serverFile('/')), 3)
  expect(await isBuildFresh(root)).toBe(false)
})

it('is fresh when it is newer than every source', async () => {
  await put('app/(console)/page.tsx', 1)
  await put('package.json', 2)
  await build(3)
  expect(await isBuildFresh(root)).toBe(true)
})

it('is stale when one source deep inside is newer', async () => {
  await build(3)
  await put('lib/kafka/requests/fetch.ts', 4)
  expect(await isBuildFresh(root)).toBe(false)
})

it('does not mind a newer test', async () => {
  await put('lib/kafka/wire.ts', 1)
  await build(3)
  await put('lib/kafka/wire.test.ts', 4)
  expect(await isBuildFresh(root)).toBe(true)
})
