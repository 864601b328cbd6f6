import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { isKafkaCredential } from '#lib/credentials/credential.ts'
import { parseCredentials } from '#lib/credentials/parse-credentials.ts'
import { makeSnippet } from '#lib/credentials/snippets/make-snippet.ts'
import { runCommand } from './run-command.ts'

const folder = path.resolve(import.meta.dirname, '..', '.cache', 'snippets', 'rust')
/** rustTarget is where Cargo keeps what it compiled; librdkafka is compiled into it once. */
export const rustTarget = path.join(folder, 'target')

/** librdkafka takes two minutes on two processors, and several on busy ones. */
const BUILD_TIMEOUT_MS = 10 * 60_000
/** Whatever the program is for: it is built for its libraries. */
const sample = `ok: "True"
kafka:
  endpoints: 127.0.0.1:9092
  username: relation-1
  password: none
  topic: example
  extra-user-roles: producer,consumer
`

/** rustMissing says why Rust's programs are left out where Cargo is; null where their libraries were compiled. */
export const rustMissing = (): string | null =>
  existsSync(rustTarget) ? null : 'its libraries were not compiled; node sandbox/prepare.ts does'

/** openRustWorkshop compiles once what Rust's client programs stand on. Throws where Cargo or its registry is not to be had. */
export async function openRustWorkshop(log: (line: string) => void): Promise<void> {
  if (existsSync(rustTarget)) return
  await runCommand('cargo', ['--version'], { timeoutMs: BUILD_TIMEOUT_MS })
  log('Compiling the libraries of Rust’s client programs (once)')
  await mkdir(folder, { recursive: true })
  const work = await mkdtemp(path.join(folder, 'build-'))
  try {
    for (const { name, text } of sampleFiles()) {
      await mkdir(path.dirname(path.join(work, name)), { recursive: true })
      await writeFile(path.join(work, name), text)
    }
    const build = ['build', '-q', '--target-dir', rustTarget]
    await runCommand('cargo', build, { directory: work, timeoutMs: BUILD_TIMEOUT_MS })
  } catch (error) {
    // Half of it would look like all of it.
    await rm(rustTarget, { recursive: true, force: true })
    throw error
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

function sampleFiles() {
  const credential = parseCredentials(sample).credentials.find(isKafkaCredential)
  if (credential === undefined) throw new Error('The sample holds no Kafka credential.')
  const made = makeSnippet('rust', {
    facts: credential.facts,
    certificateAuthorityPems: [],
    clientCertificatePem: null,
    verifyHostname: true,
    secrets: null,
  })
  if ('refusal' in made) throw new Error(made.refusal)
  return made.files
}
