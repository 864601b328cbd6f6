import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { withFileLock } from './file-lock.ts'
import { runCommand } from './run-command.ts'

/**
 * Apicurio Registry: the one schema registry with Confluent's HTTP interface that is published as a program where the
 * broker's jars are. Karapace is not published as a package, Confluent's own in a repository of its own. The last of the 2.x line needs no more
 * than Java 17 and keeps its schemas in memory.
 */
const VERSION = '2.6.13.Final'
const ARTIFACT = `io.apicurio:apicurio-registry-app:${VERSION}:tar.gz:all`

const cacheDirectory = path.resolve(import.meta.dirname, '..', '.cache')
const home = path.join(cacheDirectory, `apicurio-${VERSION}`)
const program = path.join(home, `apicurio-registry-app-${VERSION}-runner.jar`)

/** 142 MB; a slow line takes minutes. */
const DOWNLOAD_TIMEOUT_MS = 10 * 60_000
const LOCK_TIMEOUT_MS = 12 * 60_000

/** registryMissing says why the tests of a real schema registry are left out; null where its program is. */
export const registryMissing = (): string | null =>
  existsSync(program)
    ? null
    : 'the sandbox’s schema registry is not there; node sandbox/prepare.ts fetches it'

/** openRegistryRuntime gives the jar of the sandbox's schema registry, and fetches it with Maven when it is not there. */
export async function openRegistryRuntime(log: (line: string) => void): Promise<string> {
  if (existsSync(program)) return program
  await mkdir(cacheDirectory, { recursive: true })
  await withFileLock(path.join(cacheDirectory, 'apicurio.lock'), LOCK_TIMEOUT_MS, async () => {
    if (existsSync(program)) return
    log(`Fetching Apicurio Registry ${VERSION} (142 MB, once) with Maven`)
    const work = await mkdtemp(path.join(cacheDirectory, 'apicurio-'))
    try {
      const goal = ['dependency:unpack', `-Dartifact=${ARTIFACT}`, `-DoutputDirectory=${work}`]
      await runCommand('mvn', ['-q', '-B', ...goal], { directory: work, timeoutMs: DOWNLOAD_TIMEOUT_MS })
      await rename(work, home)
    } finally {
      await rm(work, { recursive: true, force: true })
    }
  })
  return program
}
