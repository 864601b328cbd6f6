import { expect, it } from 'vitest'
import { CreateJobWebhookSchema } from './job-notify.ts'
import { WebhookSecretSchema } from './webhook.ts'

const accepted = (secret: string) => [
  WebhookSecretSchema.safeParse(secret).success,
  CreateJobWebhookSchema.safeParse({ name: 'x', url: 'https://example.com/', secret }).success,
]

it.each(['sixteen letters!', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', `whsec_${'A'.repeat(42)}8=`])(
  'takes the secret %s',
  (secret) => {
    expect(accepted(secret)).toEqual([true, true])
  },
)

// Of these the signature's key would be empty, or a few bytes.
it.each([
  'too short',
  'whsec_!!!!!!!!!!!!!!!!!!!!!!!!!!',
  'whsec_QUJDREVGR0g=',
  `whsec_${'A'.repeat(20)} ${'A'.repeat(20)}`,
])('refuses the secret %s', (secret) => {
  expect(accepted(secret)).toEqual([false, false])
})
