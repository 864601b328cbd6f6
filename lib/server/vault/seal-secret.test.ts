import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { deriveKey } from './cipher.ts'
import type { Keyring } from './keyring.ts'
import { openBytes, type SealedVersion, sealBytes } from './seal-secret.ts'

const keyringOf = (...ids: string[]): Keyring => {
  const keys = new Map(ids.map((id) => [id, { id, wrapping: randomBytes(32) }]))
  const active = keys.get(ids[0] ?? '')
  if (!active) throw new Error('no key')
  return {
    active,
    find: (id) => keys.get(id) ?? null,
    ids,
    derive: (label) => deriveKey(active.wrapping, label),
  }
}

const place = { teamId: 'team_a', profileId: 'prf_a', version: 1 }
const columns = ['wrapNonce', 'wrappedKey', 'nonce', 'ciphertext'] as const
const plain = Buffer.from('{"password":"a password of a real length"}')
const integrity = expect.objectContaining({ code: 'vault_integrity' }) as unknown

function codeOf(run: () => unknown): unknown {
  try {
    run()
    return 'opened'
  } catch (error) {
    return error
  }
}

it('opens what it sealed, whatever the bytes', () => {
  const keyring = keyringOf('k1')
  const bytes = fc.uint8Array({ maxLength: 4096 }).map((array) => Buffer.from(array))
  fc.assert(
    fc.property(bytes, (secret) => {
      expect(openBytes(keyring, place, sealBytes(keyring, place, secret))).toEqual(secret)
    }),
  )
})

it('detects every single bit that is flipped, in every column', () => {
  const keyring = keyringOf('k1')
  const sealed = sealBytes(keyring, place, plain)
  let flips = 0
  for (const column of columns) {
    for (let bit = 0; bit < sealed[column].length * 8; bit++) {
      const bytes = Buffer.from(sealed[column])
      bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
      expect(codeOf(() => openBytes(keyring, place, { ...sealed, [column]: bytes }))).toEqual(integrity)
      flips += 1
    }
  }
  expect(flips).toBe((12 + 48 + 12 + plain.length + 16) * 8)
})

it('detects bytes that were cut off or added', () => {
  const keyring = keyringOf('k1')
  const sealed = sealBytes(keyring, place, plain)
  for (const column of columns) {
    for (const bytes of [
      sealed[column].subarray(1),
      Buffer.alloc(0),
      Buffer.concat([sealed[column], Buffer.alloc(1)]),
    ]) {
      expect(codeOf(() => openBytes(keyring, place, { ...sealed, [column]: bytes }))).toEqual(integrity)
    }
  }
})

it('opens nowhere but in its place', () => {
  const keyring = keyringOf('k1')
  const sealed = sealBytes(keyring, place, plain)
  const others = [
    { ...place, teamId: 'team_b' },
    { ...place, profileId: 'prf_b' },
    { ...place, version: 2 },
    // The parts' lengths count: moving a letter from one to the next is another place.
    { ...place, teamId: 'team_ap', profileId: 'rf_a' },
  ]
  for (const other of others) expect(codeOf(() => openBytes(keyring, other, sealed))).toEqual(integrity)
})

it('detects any column that was swapped with another version’s', () => {
  const keyring = keyringOf('k1')
  const [first, second] = [sealBytes(keyring, place, plain), sealBytes(keyring, place, plain)]
  for (const column of columns) {
    expect(codeOf(() => openBytes(keyring, place, { ...first, [column]: second[column] }))).toEqual(integrity)
  }
  expect(first.nonce.equals(second.nonce)).toBe(false)
  expect(first.wrappedKey.equals(second.wrappedKey)).toBe(false)
})

it('opens with the key it was wrapped by, whichever is active, and with no other', () => {
  const old = keyringOf('k1')
  const sealed = sealBytes(old, place, plain)
  const rotated: Keyring = { ...keyringOf('k2'), find: (id) => old.find(id) }
  expect(openBytes(rotated, place, sealed)).toEqual(plain)
  expect(codeOf(() => openBytes(keyringOf('k1'), place, sealed))).toEqual(integrity)
  expect(codeOf(() => openBytes(keyringOf('k2'), place, sealed))).toEqual(integrity)
  const renamed: SealedVersion = { ...sealed, keyId: 'k2' }
  const both: Keyring = { ...old, find: () => old.active }
  expect(codeOf(() => openBytes(both, place, renamed))).toEqual(integrity)
})
