import { expect, it, vi } from 'vitest'
import { hashKindOf, hashPassword, nobodysHash, verifyPassword } from './password.ts'

vi.setConfig({ testTimeout: 20_000 })

const password = 'correct horse battery'
/** Made by the version that used scrypt. */
const former = 'scrypt$17$8$1$AAECAwQFBgcICQoLDA0ODw$r17NvsAt3wR6PfK0lC4hewtpyA_TJ24ZI6u-DRyA6ok'

it('hashes with Argon2id at OWASP’s parameters, each time with another salt', async () => {
  const hashes = [await hashPassword(password), await hashPassword(password)]
  for (const hash of hashes) {
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
    expect(hashKindOf(hash)).toBe('present')
    expect(await verifyPassword({ hash, password })).toBe(true)
    expect(await verifyPassword({ hash, password: `${password} ` })).toBe(false)
  }
  expect(new Set(hashes)).toHaveLength(2)
})

it('still verifies what scrypt hashed', async () => {
  expect(hashKindOf(former)).toBe('former')
  expect(await verifyPassword({ hash: former, password })).toBe(true)
  expect(await verifyPassword({ hash: former, password: 'correct horse batterie' })).toBe(false)
})

it('takes the same text composed and decomposed', async () => {
  const hash = await hashPassword('Zürich über Nacht'.normalize('NFC'))
  expect(await verifyPassword({ hash, password: 'Zürich über Nacht'.normalize('NFD') })).toBe(true)
})

it('refuses another form, and costs above its own', async () => {
  const hash = await hashPassword(password)
  const others = [
    '',
    'plain',
    hash.replace('argon2id', 'argon2i'),
    hash.replace('m=19456', 'm=1945600'),
    hash.replace('t=2', 't=9'),
    former.replace('$17$', '$18$'),
  ]
  for (const other of others) expect(await verifyPassword({ hash: other, password })).toBe(false)
})

it.each(['present', 'former'] as const)('makes a hash of the kind %s that nobody has', async (kind) => {
  const hash = nobodysHash(kind)
  expect(hashKindOf(hash)).toBe(kind)
  const own = kind === 'present' ? await hashPassword(password) : former
  expect(hash.split('$').slice(0, -2)).toEqual(own.split('$').slice(0, -2))
  expect(hash).toHaveLength(own.length)
})
