import 'server-only'
import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs'
import { KEY_BYTES } from './cipher.ts'
import { type MasterKey, MasterKeyError } from './master-keys.ts'

/** stampKeyFile gives what changes whenever the file does, or null when there is none to look at. */
export function stampKeyFile(path: string | undefined): string | null {
  if (path === undefined) return null
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat ? [stat.ino, stat.size, stat.mtimeMs].join(' ') : null
}

/** nextKeyId names a new key: one more than the highest number that was ever used, so that no name serves twice. */
export function nextKeyId(ids: readonly string[]): string {
  const numbers = ids.map((id) => Number(/^k(\d{1,6})$/.exec(id)?.[1] ?? 0))
  return `k${Math.max(0, ...numbers) + 1}`
}

/**
 * addKeyToFile draws a new master key and puts it in front of those in the file, which stay behind it. The file is
 * replaced as a whole, mode 0400: a server reads the former or the new one, never half. Throws MasterKeyError.
 */
export function addKeyToFile(path: string, id: string, present: readonly MasterKey[]): void {
  const former = readFileSync(path, 'utf8').trim()
  // A file with one bare key does not name it; with two, each needs its name.
  const [only] = present
  const bare = !former.includes(':') && present.length === 1 && only
  const rest = bare ? `${only.id}:${former}` : former
  const text = `${id}:${randomBytes(KEY_BYTES).toString('base64')}\n${rest}\n`
  const fresh = `${path}.new`
  try {
    const handle = openSync(fresh, 'wx', 0o400)
    try {
      writeSync(handle, text)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    renameSync(fresh, path)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw new MasterKeyError(`The key file cannot be replaced by a new one beside it (${code})`)
  }
}
