import { type ClientCertificate, passwordIn, type SandboxUser } from './sandbox.ts'

/** The password of the case that has a wrong one. */
export const WRONG_PASSWORD = 'not-the-password-of-anybody'

/** What a refused or misdirected connection may take, and the whole check of a dead profile. */
const QUICK_MS = 5_000
export const DEAD_MS = 15_000

/** The broker's ports beside those that a paste names, by the last two digits. */
export interface Ports {
  readonly internal: number
  readonly controller: number
  readonly scram: number
  readonly scramTls: number
  readonly mutualTls: number
  readonly expired: number
  readonly otherName: number
  readonly otherAuthority: number
  readonly elsewhere: number
  readonly closed: number
  /** Servers that are no Kafka, and one that cuts each login. */
  readonly silent: number
  readonly banner: number
  readonly page: number
  readonly cutting: number
}

/** FailureWorld is what a case is made of: a cluster with every fault, and users of it. */
export interface FailureWorld {
  readonly user: SandboxUser
  /** Its rights are those of its client certificate. */
  readonly certified: SandboxUser
  readonly removed: SandboxUser
  readonly ports: Ports
  readonly stranger: ClientCertificate
  readonly expired: ClientCertificate
}

export interface FailureCase {
  readonly name: string
  readonly code: string
  /** The rung of the ladder that fails, by its name in the stream and on the page. */
  readonly step: keyof typeof rungs
  readonly says: RegExp
  /** `limited` when it is a right that is missing, `failed` when the way there is broken. */
  readonly verdict?: 'limited'
  readonly within?: number
  readonly paste: (world: FailureWorld) => string
  readonly certificate?: (world: FailureWorld) => ClientCertificate
}

export const rungs = {
  resolve: 'Resolve',
  connect: 'Connect',
  tls: 'TLS',
  'api-versions': 'API versions',
  sasl: 'SASL',
  metadata: 'Metadata',
  advertised: 'Advertised addresses',
  topic: 'Topic',
  read: 'Read',
  group: 'Group',
} as const

/** deadlineOf is the most milliseconds that a case's whole check may take. */
export function deadlineOf({ within = QUICK_MS }: FailureCase): number {
  return within
}

/** inputOf is what a profile is made of for a case. */
export function inputOf({ paste, certificate }: FailureCase, world: FailureWorld) {
  const pair = certificate?.(world)
  const additions = pair && { clientCertificate: pair.certificatePem, clientKey: pair.keyPem }
  return { text: paste(world), ...additions }
}

/** isPatient tells whether a case is one of waiting: those are asked side by side. */
export function isPatient({ within = QUICK_MS }: FailureCase): boolean {
  return within > QUICK_MS
}

/** secretsOf are the texts that may stand in no answer. */
export function secretsOf({ user, certified, removed, stranger, expired }: FailureWorld): string[] {
  const passwords = [user, certified, removed].map(({ pastes }) => passwordIn(pastes.kafka4))
  const keys = [stranger, expired].map(({ keyPem }) => keyPem.split('\n')[1] ?? keyPem)
  return [...passwords, ...keys, WRONG_PASSWORD]
}
