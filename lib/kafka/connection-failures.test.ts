import { expect, it } from 'vitest'
import { translateError } from './kafka-error.ts'

it.each([
  'Requested iterations 1 is less than the minimum 4096',
  'Requested iterations are too many',
  'Invalid server signature in server final message',
  'Invalid server nonce, it does not start with the client nonce',
])('says of a server that logs in wrongly that it may be another: %s', (why) => {
  const error = Object.assign(new Error(`SASL SCRAM SHA512 authentication failed: ${why}`), {
    name: 'KafkaJSSASLAuthenticationError',
  })
  expect(translateError(error, { phase: 'connect', broker: 'kafka-0:9092' })).toMatchObject({
    code: 'broker_login_unsafe',
    retriable: false,
  })
})
