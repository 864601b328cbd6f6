import 'server-only'
import { AppError } from '#lib/server/base/app-error.ts'
import { canMail } from '#lib/server/mail/send-mail.ts'
import type { JobNotify } from '#lib/shared/job-notify.ts'
import { assertWebhook } from './assert-webhook.ts'

/** assertNotify throws `unprocessable` when somebody is to be told by a way that is not there. */
export async function assertNotify(
  teamId: string,
  profileId: string,
  notify: JobNotify | null | undefined,
): Promise<void> {
  if (!notify) return
  if (notify.email && !canMail())
    throw new AppError({
      code: 'unprocessable',
      field: 'notify.email',
      message: 'This server sends no mail.',
      advice: 'Whoever runs it sets KEYSTREAM_SMTP_URL; a webhook works without.',
    })
  if (notify.webhook !== null) await assertWebhook({ teamId, profileId }, notify.webhook, 'notify.webhook')
}
