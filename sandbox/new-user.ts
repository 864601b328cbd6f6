import { randomInt } from 'node:crypto'
import { type Authority, issueCertificate } from './certificates.ts'
import { isAdmin } from './relation-numbers.ts'
import type { SandboxUser } from './sandbox-user.ts'

/** The charm's passwords are 32 letters and digits, its salts 16. */
const PASSWORD_LENGTH = 32
const SALT_LENGTH = 16
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

export interface UserRequest {
  /** `extra-user-roles`: any text with `producer`, `consumer` or `admin` in it. */
  readonly role: string
  /** `test-topic` unless said; `abc*` grants the prefix `abc`. */
  readonly topic?: string
  /** Taken verbatim; `relation-N-` unless said. */
  readonly consumerGroupPrefix?: string
  /** True makes a client certificate that the grants are bound to, for the mutual TLS listener. */
  readonly clientCertificate?: boolean
  /** Random letters and digits, as the charm's own, unless said. */
  readonly password?: string
}

function randomText(length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('')
}

/** newUser makes the credentials of one relation. Throws when the roles hold none that the charm knows. */
export async function newUser(
  request: UserRequest,
  relation: number,
  authority: Authority,
): Promise<SandboxUser> {
  const { role } = request
  const consumes = role.includes('consumer')
  if (!consumes && !role.includes('producer') && !isAdmin(role)) {
    throw new Error(`A role has producer, consumer or admin in it: ${role}`)
  }
  const username = `relation-${relation}`
  let clientCertificate: SandboxUser['clientCertificate'] = null
  if (request.clientCertificate === true) {
    const { certificatePem, keyPem } = await issueCertificate({
      ...{ authority, name: username, commonName: username, alternativeNames: `DNS:${username}` },
    })
    clientCertificate = { certificatePem, keyPem, principal: `User:CN=${username}` }
  }
  return {
    username,
    password: request.password ?? randomText(PASSWORD_LENGTH),
    roles: role,
    topic: request.topic ?? 'test-topic',
    consumerGroupPrefix: consumes ? (request.consumerGroupPrefix ?? `${username}-`) : null,
    requestSalt: randomText(SALT_LENGTH),
    salt: randomText(SALT_LENGTH),
    clientCertificate,
  }
}
