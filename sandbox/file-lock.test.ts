import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { acquireFileLock, withFileLock } from './file-lock.ts'

let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'keystream-lock-'))
  file = path.join(folder, 'lock')
})

afterEach(() => rm(folder, { recursive: true }))

it('lets one in at a time', async () => {
  let inside = 0
  let most = 0
  const work = async () => {
    inside += 1
    most = Math.max(most, inside)
    await new Promise(setImmediate)
    inside -= 1
  }
  await Promise.all(Array.from({ length: 5 }, () => withFileLock(file, 10_000, work)))
  expect(most).toBe(1)
  expect(await readdir(folder)).toEqual([])
})

it('takes over the lock of a process that is gone', async () => {
  const { pid } = spawnSync('true')
  await writeFile(file, String(pid))
  const release = await acquireFileLock(file, 2_000)
  await release()
  expect(await readdir(folder)).toEqual([])
})

it('gives up on a lock that is held, and names it', async () => {
  await writeFile(file, String(process.ppid))
  await expect(acquireFileLock(file, 0)).rejects.toThrow(`Another process holds ${file}`)
})
