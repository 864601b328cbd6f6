import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** Between two looks at a lock that another process holds. */
const LOOK_AGAIN_MS = 100

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Moves a dead process's lock away. Rename has one winner; a live lock that was caught by a race is put back. */
async function removeStaleLock(file: string): Promise<void> {
  const holder = Number(await readFile(file, 'utf8').catch(() => ''))
  if (!Number.isInteger(holder) || holder <= 0 || isAlive(holder)) return
  const aside = `${file}.${process.pid}`
  await rename(file, aside).catch(() => undefined)
  const moved = Number(await readFile(aside, 'utf8').catch(() => '0'))
  if (moved > 0 && isAlive(moved)) await link(aside, file).catch(() => undefined)
  await rm(aside, { force: true })
}

/**
 * acquireFileLock takes a lock that no other process of this machine holds, and gives what lets go of it. A lock
 * whose process is gone is taken over. Throws when it is not free within `timeoutMs`.
 */
export async function acquireFileLock(file: string, timeoutMs: number): Promise<() => Promise<void>> {
  await mkdir(path.dirname(file), { recursive: true })
  const giveUpAt = Date.now() + timeoutMs
  for (;;) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx' })
      return () => rm(file, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    await removeStaleLock(file)
    if (Date.now() > giveUpAt) throw new Error(`Another process holds ${file}: end it first`)
    await pause(LOOK_AGAIN_MS)
  }
}

/** withFileLock runs `work` under acquireFileLock. */
export async function withFileLock<T>(file: string, timeoutMs: number, work: () => Promise<T>): Promise<T> {
  const release = await acquireFileLock(file, timeoutMs)
  try {
    return await work()
  } finally {
    await release()
  }
}
