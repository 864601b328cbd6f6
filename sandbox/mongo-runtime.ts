import { existsSync } from 'node:fs'
import { chmod, cp, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { withFileLock } from './file-lock.ts'
import { runCommand } from './run-command.ts'

/**
 * The last release that keeps its data in SQLite: one program that speaks MongoDB's protocol with SCRAM, no database
 * server behind it.
 */
const FERRETDB_VERSION = 'v1.24.2'
const MODULE = `github.com/FerretDB/FerretDB@${FERRETDB_VERSION}`

const cacheDirectory = path.resolve(import.meta.dirname, '..', '.cache', `ferretdb-${FERRETDB_VERSION}`)
const program = path.join(cacheDirectory, 'ferretdb')

/** Some hundred modules, compiled once; on a busy machine for minutes. */
const BUILD_TIMEOUT_MS = 10 * 60_000
const VERSION_TIMEOUT_MS = 20_000
const LOCK_TIMEOUT_MS = 12 * 60_000

const DownloadSchema = z.object({ Dir: z.string() })

/** mongoMissing says why the tests of MongoDB are left out; null where its program was built. */
export const mongoMissing = (): string | null =>
  existsSync(program) ? null : 'the sandbox’s MongoDB is not built; node sandbox/prepare.ts does, with Go'

/** openMongoRuntime gives the program of the sandbox's MongoDB, and builds it when it is not there. It wants Go. */
export async function openMongoRuntime(log: (line: string) => void): Promise<string> {
  if (await isThere()) return program
  await mkdir(cacheDirectory, { recursive: true })
  await withFileLock(path.join(cacheDirectory, 'lock'), LOCK_TIMEOUT_MS, async () => {
    if (await isThere()) return
    await runCommand('go', ['version'], { timeoutMs: VERSION_TIMEOUT_MS }).catch((cause: unknown) => {
      throw new Error(
        'The sandbox’s MongoDB is built with Go 1.24 or later: install it (https://go.dev/dl).',
        { cause },
      )
    })
    log(`Building FerretDB ${FERRETDB_VERSION}, the sandbox’s MongoDB (once)`)
    await build()
  })
  return program
}

/** A module's archive has no version in it, without which the program does not start. */
async function build(): Promise<void> {
  const work = await mkdtemp(path.join(cacheDirectory, 'build-'))
  try {
    const answer = await runCommand('go', ['mod', 'download', '-json', MODULE], {
      directory: work,
      timeoutMs: BUILD_TIMEOUT_MS,
    })
    // Behind the JSON stands what it said of its downloads.
    const { Dir } = DownloadSchema.parse(JSON.parse(answer.slice(0, answer.lastIndexOf('}') + 1)))
    const source = path.join(work, 'source')
    await cp(Dir, source, { recursive: true })
    await makeWritable(source)
    await writeFile(path.join(source, 'build', 'version', 'version.txt'), `${FERRETDB_VERSION}\n`)
    const output = path.join(work, 'ferretdb')
    await runCommand('go', ['build', '-o', output, './cmd/ferretdb'], {
      directory: source,
      timeoutMs: BUILD_TIMEOUT_MS,
    })
    await rename(output, program)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** Go keeps its modules read-only, and a folder that is can't be removed either. */
async function makeWritable(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const place = path.join(folder, entry.name)
    if (entry.isDirectory()) await makeWritable(place)
    else await chmod(place, 0o644)
  }
}

const isThere = () =>
  stat(program).then(
    () => true,
    () => false,
  )
