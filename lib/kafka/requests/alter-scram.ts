import { pbkdf2, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import type { KafkaAnswer, KafkaRequest } from '../kafka-request.ts'
import { requiredString } from '../wire-reader.ts'
import { WireWriter } from '../wire-writer.ts'

/** SCRAM-SHA-512's number in the protocol, its hash and the hash's length in bytes. */
const MECHANISM = { code: 2, hash: 'sha512', bytes: 64 }
/** Kafka's own default, and the least it accepts. */
const ITERATIONS = 4096
const SALT_BYTES = 24

export interface ScramChanges {
  readonly set?: readonly { readonly username: string; readonly password: string }[]
  readonly remove?: readonly string[]
}

export interface AlteredScram extends KafkaAnswer {
  readonly users: readonly {
    readonly username: string
    readonly errorCode: number
    readonly message: string | null
  }[]
}

const derive = promisify(pbkdf2)

/** alterScramRequest: AlterUserScramCredentials v0 for SCRAM-SHA-512; for a cluster's admin. A password travels hashed. */
export async function alterScramRequest({
  set = [],
  remove = [],
}: ScramChanges): Promise<KafkaRequest<AlteredScram>> {
  const users = await Promise.all(
    set.map(async ({ username, password }) => {
      const salt = randomBytes(SALT_BYTES)
      const salted = await derive(
        password.normalize('NFKC'),
        salt,
        ITERATIONS,
        MECHANISM.bytes,
        MECHANISM.hash,
      )
      return { username, salt, salted }
    }),
  )
  const body = new WireWriter()
    .compactArray(remove, (writer, username) => writer.compactString(username).int8(MECHANISM.code).noTags())
    .compactArray(users, (writer, { username, salt, salted }) =>
      writer
        .compactString(username)
        .int8(MECHANISM.code)
        .int32(ITERATIONS)
        .compactBytes(salt)
        .compactBytes(salted)
        .noTags(),
    )
    .noTags()
    .finish()
  return {
    apiKey: 51,
    apiVersion: 0,
    name: 'AlterUserScramCredentials',
    flexible: true,
    body,
    decode: (reader) => ({
      throttleMs: reader.int32(),
      users: reader.compactArray(() => {
        const username = requiredString(reader.compactString())
        const user = { username, errorCode: reader.int16(), message: reader.compactString() }
        reader.skipTags()
        return user
      }),
    }),
  }
}
