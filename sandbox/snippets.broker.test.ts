import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isKafkaCredential } from '#lib/credentials/credential.ts'
import { parseCredentials } from '#lib/credentials/parse-credentials.ts'
import { makeSnippet } from '#lib/credentials/snippets/make-snippet.ts'
import type { Snippet, SnippetKind } from '#lib/shared/snippet.ts'
import type { AddedUser, KafkaCluster } from './kafka-cluster.ts'
import { pasteText } from './paste-text.ts'
import { runCommand } from './run-command.ts'
import { startKafka } from './start-kafka.ts'
import { snippetLanguages } from './testing/snippet-languages.ts'

/** A first build fetches libraries; a warm one takes seconds. */
const TIMEOUT_MS = 12 * 60_000
const RUN_TIMEOUT_MS = 60_000
const NUMBERS = [0, 1, 2, 3, 4]

/** Everything that some language, shell or file format takes for its own. */
const oddPassword = ` "a'b\\c$d,e:f=g#h!\${HOME} %s {{x}} \\=\\: <&> \`i\` pässwörd 漢字 🔑 `

/** librdkafka cuts blanks off the start of every value; a note of these kinds says so. */
const byLibrdkafka: readonly SnippetKind[] = ['python-confluent', 'rust', 'dotnet']
const passwordFor = (kind: SnippetKind) =>
  byLibrdkafka.includes(kind) ? oddPassword.trimStart() : oddPassword

let kafka: KafkaCluster
let folder: string

beforeAll(async () => {
  kafka = await startKafka()
  folder = await mkdtemp(path.join(os.tmpdir(), 'keystream-snippets-'))
})

afterAll(async () => {
  await kafka.stop()
  await rm(folder, { recursive: true, force: true })
})

type Listener = 'scram' | 'scramTls' | 'mutualTls'

async function relate(kind: SnippetKind, listener: Listener): Promise<AddedUser> {
  const topic = `${kind}-${listener}`
  await kafka.admin.createTopic({ name: topic, partitions: 2, replicationFactor: 1 })
  return kafka.addUser({
    role: 'producer,consumer',
    topic,
    clientCertificate: listener === 'mutualTls',
    password: passwordFor(kind),
  })
}

function snippetFor(kind: SnippetKind, user: AddedUser, listener: Listener, withSecrets: boolean): Snippet {
  // The charm's own passwords are letters and digits, so the odd one is put in behind the parser.
  const text = pasteText(
    {
      user: { ...user, password: 'put-in-later' },
      endpoints: kafka.servers(listener),
      authorityPem: kafka.caPem,
    },
    { kafka: 4, tls: listener !== 'scram', mutualTls: listener === 'mutualTls' },
  )
  const credential = parseCredentials(text).credentials.find(isKafkaCredential)
  if (credential === undefined) throw new Error('The paste holds no Kafka credential')
  const { facts, certificateAuthorityPems } = credential
  const byCertificate = listener === 'mutualTls'
  const made = makeSnippet(kind, {
    facts: byCertificate ? { ...facts, securityProtocol: 'SSL', saslMechanism: null } : facts,
    certificateAuthorityPems,
    clientCertificatePem: user.clientCertificate?.certificatePem ?? null,
    verifyHostname: true,
    secrets: withSecrets
      ? {
          password: byCertificate ? null : passwordFor(kind),
          clientKeyPem: user.clientCertificate?.keyPem ?? null,
        }
      : null,
  })
  if ('refusal' in made) throw new Error(made.refusal)
  return made
}

async function writeFiles({ kind, files }: Snippet, listener: Listener): Promise<string> {
  const home = path.join(folder, `${kind}-${listener}`)
  for (const { name, text } of files) {
    await mkdir(path.dirname(path.join(home, name)), { recursive: true })
    await writeFile(path.join(home, name), text)
  }
  return home
}

/** What a shell would do before the commands: the password in the environment, and what the steps make of it. */
function environment(kind: SnippetKind, withSecrets: boolean): Record<string, string> {
  const utf8 = { LC_ALL: 'C.UTF-8' }
  if (withSecrets) return utf8
  const password = passwordFor(kind)
  const escaped = password.replace(/[\\"]/g, '\\$&')
  return { ...utf8, KAFKA_PASSWORD: password, KAFKA_JAAS_PASSWORD: escaped }
}

const described = snippetLanguages.map((language) => ({
  ...language,
  label: language.missing === null ? language.kind : `${language.kind} is not run: ${language.missing}`,
}))

describe.each(described)('$label', ({ kind, missing, build }) => {
  it.skipIf(missing !== null).each([
    ['scram', 'in its text', true],
    ['scramTls', 'from the environment', false],
    ['mutualTls', 'a key in a file', true],
  ] as const)(
    'produces and consumes over %s with an odd password, %s',
    async (listener, _, withSecrets) => {
      const user = await relate(kind, listener)
      const snippet = snippetFor(kind, user, listener, withSecrets)
      const home = await writeFiles(snippet, listener)
      const program = await build(home)
      const more = kind === 'properties' ? [snippet.topic, snippet.group ?? '', String(NUMBERS.length)] : []
      const options = {
        directory: home,
        timeoutMs: RUN_TIMEOUT_MS,
        environment: environment(kind, withSecrets),
      }
      const [producer, ...produceArgs] = program.produce
      const produced = await runCommand(producer, [...produceArgs, ...more], options)
      expect(produced).toContain('5 records acknowledged')
      const [consumer, ...consumeArgs] = program.consume
      const consumed = await runCommand(consumer, [...consumeArgs, ...more], options)
      expect(consumed).toContain('5 records read')
      const values = [...consumed.matchAll(/"number": ?(\d+)/g)].map(([, number]) => Number(number))
      expect(values.toSorted()).toEqual(NUMBERS)
      expect(produced + consumed).not.toContain('pässwörd')
    },
    TIMEOUT_MS,
  )
})
