import 'server-only'
import { AppError } from '#lib/server/base/app-error.ts'
import { getDatabase } from '#lib/server/db/database.ts'

/** assertWebhook throws `unprocessable`, naming the field, when a profile has no webhook of this id. */
export async function assertWebhook(
  profile: { readonly teamId: string; readonly profileId: string },
  webhookId: string,
  field: string,
): Promise<void> {
  const webhook = await getDatabase()
    .selectFrom('jobWebhook')
    .select('id')
    .where('teamId', '=', profile.teamId)
    .where('profileId', '=', profile.profileId)
    .where('id', '=', webhookId)
    .executeTakeFirst()
  if (webhook) return
  throw new AppError({
    code: 'unprocessable',
    field,
    message: 'The profile has no such webhook.',
    advice: 'Choose one of the profile’s own, or add one.',
  })
}
