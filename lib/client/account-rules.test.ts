import { expect, test } from 'vitest'
import { checkAccount, safeNext, tokenFromAddress } from './account-rules.ts'

test.each([
  ['/teams/t/profiles?q=a', '/teams/t/profiles?q=a'],
  ['https://evil.example/x', '/'],
  ['//evil.example/x', '/'],
  ['/\\evil.example', '/'],
  ['/\t/evil.example', '/'],
  ['javascript:alert(1)', '/'],
  [null, '/'],
])('goes from %s to %s', (next, target) => {
  expect(safeNext(next)).toBe(target)
})

test.each([
  [{ hash: '#token=abc', search: '' }, 'abc'],
  [{ hash: '#abc', search: '' }, 'abc'],
  [{ hash: '', search: '?token=abc' }, 'abc'],
  [{ hash: '', search: '' }, null],
  [{ hash: '#other=1', search: '' }, null],
])('takes the token of %o', (address, token) => {
  expect(tokenFromAddress(address)).toBe(token)
})

test('names every field that has to change', () => {
  expect(
    Object.keys(checkAccount({ token: '', name: ' ', email: 'a', password: 'short', team: '' })),
  ).toEqual(['token', 'name', 'email', 'password', 'team'])
  const good = {
    token: 't',
    name: 'Ada',
    email: 'ada@example.com',
    password: 'correct horse',
    team: 'Platform',
  }
  expect(checkAccount(good)).toEqual({})
})
