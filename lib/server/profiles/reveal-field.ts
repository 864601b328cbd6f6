import 'server-only'
import type { z } from 'zod'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { inTransaction } from '#lib/server/db/database.ts'
import { revealSecret, secretNames } from '#lib/server/vault/reveal-secret.ts'
import { type Revealed, type RevealRequestSchema, SHOWN_FOR_SECONDS } from '#lib/shared/reveal.ts'
import type { Actor } from './actor.ts'
import { countReveal } from './count-reveal.ts'
import { openProfile } from './open-profile.ts'

/**
 * revealField gives one secret field of a profile's current version. Its audit row, with field, version and reason,
 * is committed before the text is taken out of its Secret: no row, no secret. The caller has proved right and person
 * (grant `reveal`, recent proof). Throws `not_found`, `unprocessable` for a field that holds no secret,
 * `rate_limited`, `unavailable` when the audit log can't be written, `vault_integrity`.
 */
export async function revealField(options: {
  readonly teamId: string
  readonly profileId: string
  readonly actor: Actor
  readonly request: z.output<typeof RevealRequestSchema>
}): Promise<Revealed> {
  const { teamId, profileId, actor, request } = options
  const { profile, credential } = await openProfile({ teamId, profileId })
  if (!secretNames(credential).includes(request.field)) throw noSuchSecret()
  countReveal(actor)
  await inTransaction((tx) =>
    recordAuditEvent(tx, {
      action: request.purpose === 'copy' ? 'secret.copied' : 'secret.revealed',
      teamId,
      actor: actor.email,
      subject: profileId,
      details: {
        field: request.field,
        version: profile.version,
        name: profile.name,
        reason: request.reason === undefined || request.reason === '' ? null : request.reason,
      },
    }),
  )
  const value = revealSecret(credential, request.field)
  if (value === null) throw noSuchSecret()
  return { value, shownForSeconds: SHOWN_FOR_SECONDS }
}

function noSuchSecret(): AppError {
  return new AppError({
    code: 'unprocessable',
    field: 'field',
    message: 'This profile holds no secret of that name.',
    advice: 'Ask for one of the names that the profile lists under its secrets.',
  })
}
