import { expect, it } from 'vitest'
import { base32, findTotpStep, totpCode, totpStep } from './totp-code.ts'

const secret = Buffer.from('12345678901234567890')

// RFC 6238, appendix B, the SHA-1 rows, cut to six digits.
it.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('gives the code of the RFC at %s s', (seconds, code) => {
  expect(totpCode(secret, totpStep(seconds * 1000))).toBe(code)
})

it('takes a code half a minute early or late, once, and never an older one', () => {
  const now = 1_111_111_111_000
  const step = totpStep(now)
  const find = (at: number, lastStep = 0) =>
    findTotpStep({ secret, code: totpCode(secret, at), now, lastStep })
  expect([step - 2, step - 1, step, step + 1, step + 2].map((at) => find(at))).toEqual([
    null,
    step - 1,
    step,
    step + 1,
    null,
  ])
  expect(find(step, step)).toBeNull()
  expect(find(step - 1, step)).toBeNull()
  expect(findTotpStep({ secret, code: '', now, lastStep: 0 })).toBeNull()
})

it('writes base32 as the RFC does', () => {
  expect(['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map((text) => base32(Buffer.from(text)))).toEqual([
    '',
    'MY',
    'MZXQ',
    'MZXW6',
    'MZXW6YQ',
    'MZXW6YTB',
    'MZXW6YTBOI',
  ])
})
