import { expect, it } from 'vitest'
import { chooseCredential } from './choose-credential.ts'
import { kafkaPaste, loadFixture } from './fixtures/load-fixture.ts'
import { parseCredentials } from './parse-credentials.ts'

function chosen(text: string, wanted: Parameters<typeof chooseCredential>[1] = {}): string {
  const choice = chooseCredential(parseCredentials(text), wanted)
  return 'issue' in choice ? `${choice.issue.severity} ${choice.issue.code}` : choice.credential.facts.product
}

it('takes the only one, asks for a choice among several, and tells why there is none', () => {
  const several = loadFixture('w6-choice')
  expect(chosen(kafkaPaste())).toBe('kafka')
  expect(chosen(several)).toBe('error choice_needed')
  expect(chosen(several, { product: 'kafka' })).toBe('error choice_needed')
  expect(chosen(several, { unit: 'bills-integrator/0' })).toBe('kafka')
  expect(chosen(several, { product: 'mysql' })).toBe('error not_in_paste')
  expect(chosen(loadFixture('other-products'), { product: 'mysql' })).toBe('mysql')
  expect(chosen(loadFixture('other-products'), { product: 'kafka' })).toBe('error not_in_paste')
  expect(chosen(kafkaPaste({ password: '...' }))).toBe('error placeholder')
  expect(chosen(kafkaPaste({ password: '...' }), { product: 'kafka' })).toBe('error placeholder')
  expect(chosen('')).toBe('error empty')
})
