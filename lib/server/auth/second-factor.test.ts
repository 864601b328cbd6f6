import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { setClock } from '#lib/server/base/clock.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import {
  createTestOwner,
  jsonRequest,
  openTestServer,
  owner,
  type TestServer,
} from '#lib/server/testing/open-test-server.ts'
import { cookieOf, signInAs } from '#lib/server/testing/sign-in-as.ts'
import { getAccount } from './account.ts'
import { answerSecondFactor } from './answer-second-factor.ts'
import { findSession, type SignedInUser } from './find-session.ts'
import { beginSignIn, signIn } from './sign-in.ts'
import { beginTotp, confirmTotp, removeTotp } from './totp.ts'
import { totpCode, totpStep } from './totp-code.ts'

// Every password hash takes 128 MiB and half a second, more on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const request = jsonRequest('POST', '/api/auth/sign-in/email')
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

let server: TestServer
let user: SignedInUser
let secret: Buffer
let recoveryCodes: string[]
let now = Date.parse('2026-03-01T12:00:00Z')
let restore: () => void

beforeAll(async () => {
  server = await openTestServer()
  restore = setClock({ now: () => now })
  vi.useFakeTimers({ toFake: ['Date'], now })
  const teamId = await createTestOwner()
  user = (await signInAs(teamId, owner)).member
})
afterAll(async () => {
  vi.useRealTimers()
  restore()
  await server.close()
})

/** As an app on a phone has it, from the text that is typed into it. */
function fromBase32(text: string): Buffer {
  const bits = Array.from(text, (c) => ALPHABET.indexOf(c).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
const later = (seconds: number) => {
  now += seconds * 1000
  vi.setSystemTime(now)
}
const code = () => totpCode(secret, totpStep(now))
const challenge = async () => {
  const begun = await beginSignIn({ email: owner.email, password: owner.password }, request)
  if (!('challenge' in begun)) throw new Error('No code was asked for.')
  return begun.challenge
}

it('begins with the first right code, and keeps neither secret nor recovery codes in the clear', async () => {
  const { secret: text, uri } = await beginTotp(user)
  secret = fromBase32(text)
  expect(uri).toContain(`secret=${text}`)
  await expect(confirmTotp(user, '000000')).rejects.toMatchObject({ code: 'forbidden', field: 'code' })
  expect('headers' in (await beginSignIn({ email: owner.email, password: owner.password }, request))).toBe(
    true,
  )
  recoveryCodes = await confirmTotp(user, code())
  expect(recoveryCodes).toHaveLength(10)
  expect(await getAccount(user)).toMatchObject({
    secondFactorSince: '2026-03-01T12:00:00.000Z',
    recoveryCodesLeft: 10,
  })
  const rows = JSON.stringify([
    await getDatabase().selectFrom('totp').selectAll().execute(),
    await getDatabase().selectFrom('recoveryCode').selectAll().execute(),
  ])
  expect(rows).not.toContain(secret.toJSON().data.join(','))
  expect(rows).not.toContain(recoveryCodes[0])
  await expect(beginTotp(user)).rejects.toMatchObject({ code: 'conflict' })
})

it('asks for a code at sign-in, and takes each code and each challenge once', async () => {
  later(30)
  await expect(signIn(owner, request)).rejects.toMatchObject({ code: 'unauthenticated' })
  const first = await challenge()
  const cookie = cookieOf(await answerSecondFactor({ challenge: first, code: code() }, request))
  expect(await findSession(new Headers({ cookie }))).toMatchObject({ email: owner.email })
  const second = await challenge()
  await expect(answerSecondFactor({ challenge: second, code: code() }, request)).rejects.toMatchObject({
    code: 'forbidden',
  })
  later(30)
  await expect(answerSecondFactor({ challenge: first, code: code() }, request)).rejects.toMatchObject({
    code: 'unauthenticated',
  })
  await answerSecondFactor({ challenge: second, code: ` ${code().slice(0, 3)} ${code().slice(3)}` }, request)
})

it('takes a recovery code once in place of a code, however it is written', async () => {
  const used = recoveryCodes[0] ?? ''
  await answerSecondFactor(
    { challenge: await challenge(), code: used.toUpperCase().replace('-', ' ') },
    request,
  )
  const again = answerSecondFactor({ challenge: await challenge(), code: used }, request)
  await expect(again).rejects.toMatchObject({ code: 'forbidden' })
  expect((await getAccount(user)).recoveryCodesLeft).toBe(9)
})

it('gives a challenge up after five minutes, and after five tries whatever password is known', async () => {
  later(16 * 60)
  const old = await challenge()
  later(5 * 60)
  await expect(answerSecondFactor({ challenge: old, code: code() }, request)).rejects.toMatchObject({
    code: 'unauthenticated',
  })
  const codes: string[] = []
  for (let round = 0; round < 2; round++) {
    const token = await challenge()
    for (let i = 0; i < 6; i++) {
      const answer = answerSecondFactor({ challenge: token, code: '000000' }, request)
      codes.push(
        await answer.then(
          () => 'in',
          (error: unknown) => (error as { code: string }).code,
        ),
      )
    }
  }
  expect(codes.slice(0, 6)).toEqual([...Array<string>(5).fill('forbidden'), 'unauthenticated'])
  expect(codes.slice(6, 11)).toEqual(Array<string>(5).fill('rate_limited'))
  await expect(
    answerSecondFactor({ challenge: await challenge(), code: code() }, request),
  ).rejects.toMatchObject({
    code: 'rate_limited',
  })
  later(16 * 60)
  await answerSecondFactor({ challenge: await challenge(), code: code() }, request)
})

it('ends with codes and recovery codes gone', async () => {
  await removeTotp(user)
  expect(await getAccount(user)).toMatchObject({ secondFactorSince: null, recoveryCodesLeft: 0 })
  expect('headers' in (await beginSignIn({ email: owner.email, password: owner.password }, request))).toBe(
    true,
  )
  const actions = await getDatabase().selectFrom('auditEvent').select('action').orderBy('sequence').execute()
  const names = actions.map((row) => row.action)
  expect(names).toContain('second-factor.added')
  expect(names).toContain('second-factor.removed')
  expect(names.filter((name) => name === 'session.sign-in-failed').length).toBeGreaterThanOrEqual(7)
})
