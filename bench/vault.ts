import { randomBytes } from 'node:crypto'
import { deriveKey } from '#lib/server/vault/cipher.ts'
import type { Keyring } from '#lib/server/vault/keyring.ts'
import { openBytes, rewrapKey, sealBytes } from '#lib/server/vault/seal-secret.ts'
import type { BenchKafka } from './bench-kafka.ts'
import type { BenchOptions } from './bench-options.ts'
import type { Finding } from './finding.ts'
import { median } from './median.ts'

/** A credential with a chain of three certificates; one without is a fifth of it. */
const CREDENTIAL_BYTES = 6_000
const OPERATIONS = 5_000
const place = { teamId: 'team_bench', profileId: 'prf_bench', version: 1 }

function keyringOf(...ids: [string, ...string[]]): Keyring {
  const keys = new Map(ids.map((id) => [id, { id, wrapping: deriveKey(Buffer.from(id), 'bench') }]))
  const active = keys.get(ids[0])
  if (!active) throw new Error('There is no active key.')
  return {
    active,
    ids,
    find: (id) => keys.get(id) ?? null,
    derive: (purpose) => deriveKey(active.wrapping, purpose),
  }
}

/** Microseconds of processor time for one of many operations: the machine's other work is not the vault's. */
function microseconds(work: () => unknown): number {
  const before = process.cpuUsage()
  for (let index = 0; index < OPERATIONS; index++) work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / OPERATIONS
}

/** benchVault measures what sealing, opening and re-wrapping one credential cost. Needs no broker. */
export function benchVault(_: BenchKafka, { rounds, log }: BenchOptions): Promise<Finding[]> {
  log(`vault: ${OPERATIONS} operations of each kind, ${rounds} rounds`)
  const [keyring, rotated] = [keyringOf('k1'), keyringOf('k2', 'k1')]
  const plain = randomBytes(CREDENTIAL_BYTES)
  const sealed = sealBytes(keyring, place, plain)
  const measured: [what: string, work: () => unknown][] = [
    ['seal a credential of 6 kB', () => sealBytes(keyring, place, plain)],
    ['open a credential of 6 kB', () => openBytes(keyring, place, sealed)],
    ['re-wrap one for another master key', () => rewrapKey(rotated, place, sealed)],
  ]
  const findings = measured.map(([what, work]): Finding => {
    const figure = median(Array.from({ length: rounds }, () => microseconds(work)))
    // A thousandth of what a connection costs: the vault may not be what one waits for.
    return { what, ours: figure, reference: null, unit: 'µs', figure, target: { atMost: 500 }, rounds }
  })
  return Promise.resolve(findings)
}
