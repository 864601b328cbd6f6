import { expect, it } from 'vitest'
import { z } from 'zod'
import { AppError } from '#lib/server/base/app-error.ts'
import { translateToApiError, translateZodError } from './translate-error.ts'

const translate = (error: unknown) => translateToApiError(error, 'c1')

it('passes the public fields of our own errors on, and the status of the one table', () => {
  const error = new AppError({
    code: 'paste_unusable',
    message: 'No password.',
    advice: 'Run it again.',
    line: 3,
    cause: new Error('secret'),
  })
  expect(translate(error)).toEqual({
    status: 400,
    error: {
      code: 'paste_unusable',
      message: 'No password.',
      advice: 'Run it again.',
      line: 3,
      correlationId: 'c1',
    },
    retryAfter: undefined,
    expected: true,
  })
})

it('knows KafkaError by its shape', () => {
  const error = Object.assign(new Error('The password is not right.'), {
    name: 'KafkaError',
    code: 'broker_auth_failed',
    retriable: false,
    advice: 'Paste the newest credentials.',
  })
  expect(translate(error)).toMatchObject({
    status: 502,
    error: {
      code: 'broker_auth_failed',
      message: 'The password is not right.',
      advice: 'Paste the newest credentials.',
    },
  })
})

it.each([
  new Error('password=canary'),
  new TypeError('canary'),
  'canary',
  null,
  { code: 'not_found', message: 'canary' },
  Object.assign(new Error('canary'), { name: 'AppError', code: 'made_up' }),
  Object.assign(new Error('canary'), { code: 'not_found' }),
])('says nothing of what it does not know: %o', (error) => {
  const translated = translate(error)
  expect(translated).toMatchObject({
    status: 500,
    expected: false,
    error: { code: 'internal', correlationId: 'c1' },
  })
  expect(JSON.stringify(translated)).not.toContain('canary')
})

it('tells a blocked address, an abort and a database that is away', () => {
  const blocked = Object.assign(new Error('10.0.0.1:22 …'), { code: 'EGRESS_BLOCKED' })
  expect(translate(blocked)).toMatchObject({ status: 403, error: { code: 'blocked_by_policy' } })
  expect(translate(new DOMException('x', 'AbortError'))).toMatchObject({ error: { code: 'cancelled' } })
  const sqlite = Object.assign(new Error('canary'), { code: 'SQLITE_BUSY' })
  expect(translate(sqlite)).toMatchObject({ status: 503, error: { code: 'unavailable' }, expected: false })
  expect(JSON.stringify(translate(sqlite))).not.toContain('canary')
})

const schema = z.strictObject({
  name: z.string().max(3, 'At most three letters.'),
  spec: z.discriminatedUnion('kind', [z.strictObject({ kind: z.literal('a'), n: z.number() })]).optional(),
  from: z.union([z.literal('earliest'), z.object({ at: z.number() })]).optional(),
})
const explain = (value: unknown) => {
  const parsed = schema.safeParse(value)
  if (parsed.success) throw new Error('parsed')
  const { code, field, message } = translateZodError(parsed.error, 'body')
  return { code, field, message }
}

it.each([
  [{ name: 'x', more: 'canary' }, 'unknown_field', 'more', 'There is no field "more" here.'],
  [
    { name: 5 },
    'bad_request',
    'name',
    '"name" is not right: Invalid input: expected string, received number',
  ],
  [{ name: 'canary' }, 'bad_request', 'name', '"name" is not right: At most three letters.'],
  [{ name: 'x', spec: { kind: 'a', n: 'canary' } }, 'bad_request', 'spec.n', /expected number/],
  [
    { name: 'x', spec: { kind: 'a', n: 1, y: 1 } },
    'unknown_field',
    'spec.y',
    'There is no field "spec.y" here.',
  ],
  [{ name: 'x', from: { at: 'canary' } }, 'bad_request', 'from.at', /expected number/],
  ['canary', 'bad_request', undefined, /^The body is not right/],
])('names the field of %j', (value, code, field, message) => {
  const error = explain(value)
  expect(error).toMatchObject({ code, field })
  if (typeof message === 'string') expect(error.message).toBe(message)
  else expect(error.message).toMatch(message)
  expect(JSON.stringify(error)).not.toContain('canary')
})
