import { expect, it } from 'vitest'
import { weakPassword } from './password-rules.ts'

it.each([
  'correct horse battery',
  'a sentence nobody guesses',
  'Tr0ub4dor&3 rides again',
  'kT9$mQ2!vX7#',
  'пароль из пяти слов',
])('takes %s', (password) => {
  expect(weakPassword(password, ['Ada Lovelace', 'ada@example.com'])).toBeNull()
})

it.each([
  'aaaaaaaaaaaa',
  'abababababab',
  'passwordpassword',
  'Password12345',
  'p4ssw0rd!!!!',
  'qwertyuiop12',
  '123456789012',
  'abcdefghijkl',
  'keystream2026',
  'K3y$tr3@m-2026',
  'letmeinletmein',
  'ada.lovelace1',
  'lovelace12345',
  'ada@example.com',
])('says why %s is weak', (password) => {
  expect(weakPassword(password, ['Ada Lovelace', 'ada@example.com'])).toMatch(/^This .+\.$/)
})
