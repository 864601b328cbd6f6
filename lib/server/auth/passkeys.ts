import 'server-only'
import {
  type AuthenticatorTransport,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { z } from 'zod'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError, notFound } from '#lib/server/base/app-error.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import { getEnv, isLoopbackUrl, ownOrigins } from '#lib/server/base/env.ts'
import { getDatabase, inTransaction } from '#lib/server/db/database.ts'
import {
  type Passkey,
  PasskeyNameSchema,
  type PasskeyPageSchema,
  PasskeySchema,
} from '#lib/shared/account.ts'
import { newId } from '#lib/shared/ids.ts'
import { makeChallenge, takeChallenge } from './challenge.ts'
import type { SignedInUser } from './find-session.ts'

/** More than anybody has devices. */
const MAX_PASSKEYS = 20

/** The browser's answer as WebAuthn's JSON has it; the library checks every part of it. */
const CredentialSchema = z.looseObject({
  id: z.string().min(1).max(1400),
  rawId: z.string().min(1).max(1400),
  type: z.literal('public-key'),
  response: z.looseObject({}),
  clientExtensionResults: z.looseObject({}),
})
export const NewPasskeySchema = z.strictObject({
  name: PasskeyNameSchema,
  challenge: z.string().min(1).max(128),
  response: CredentialSchema,
})
export const PasskeyAnswerSchema = z.strictObject({
  challenge: z.string().min(1).max(128),
  passkey: CredentialSchema,
})
export type PasskeyAnswer = z.output<typeof PasskeyAnswerSchema>
/** Options are the browser's business: they pass through this server's answer as they are. */
export const PasskeyOptionsSchema = z.object({ challenge: z.string(), options: z.looseObject({}) })
export type PasskeyOptions = z.input<typeof PasskeyOptionsSchema>

/** relyingParty is whom passkeys are made for: the host of the public address, and the origins its pages have. */
export function relyingParty(): { id: string; origins: string[] } {
  const { publicUrl } = getEnv()
  // An IP address can't hold passkeys; on one's own machine the page is opened as localhost.
  const id = isLoopbackUrl(publicUrl) ? 'localhost' : new URL(publicUrl).hostname
  return { id, origins: ownOrigins(publicUrl) }
}

/** listPasskeys gives a person's passkeys, without their keys. */
export async function listPasskeys(userId: string): Promise<z.infer<typeof PasskeyPageSchema>> {
  const rows = await getDatabase()
    .selectFrom('passkey')
    .where('userId', '=', userId)
    .select(['id', 'name', 'createdAt', 'lastUsedAt'])
    .orderBy('createdAt')
    .execute()
  return { items: rows, next: null }
}

/** beginPasskey gives what the browser needs to make a passkey that this account does not have yet. */
export async function beginPasskey(user: SignedInUser): Promise<PasskeyOptions> {
  const held = await heldCredentials(user.userId)
  if (held.length >= MAX_PASSKEYS) {
    throw new AppError({ code: 'conflict', message: `You have ${held.length} passkeys already.` })
  }
  const options = await generateRegistrationOptions({
    rpName: 'Keystream',
    rpID: relyingParty().id,
    userID: new TextEncoder().encode(user.userId),
    userName: user.email,
    userDisplayName: user.name,
    attestationType: 'none',
    excludeCredentials: held,
    // The device asks for a finger or a PIN, so that the passkey is two factors by itself.
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  const challenge = await makeChallenge({
    kind: 'passkey-new',
    userId: user.userId,
    data: { challenge: options.challenge },
  })
  return { challenge, options: { ...options } }
}

/** addPasskey checks what the browser made and stores its public half. Throws AppError `bad_request`. Audited. */
export async function addPasskey(
  user: SignedInUser,
  made: z.output<typeof NewPasskeySchema>,
): Promise<Passkey> {
  const asked = await takeChallenge('passkey-new', made.challenge)
  if (asked.userId !== user.userId) throw notFound()
  const { id: rpId, origins } = relyingParty()
  const verified = await verifyRegistrationResponse({
    response: made.response as unknown as RegistrationResponseJSON,
    expectedChallenge: asked.data.challenge ?? '',
    expectedOrigin: origins,
    expectedRPID: rpId,
    requireUserVerification: true,
  }).catch(() => null)
  if (!verified?.verified) {
    throw new AppError({
      code: 'bad_request',
      message: 'The passkey could not be checked.',
      field: 'response',
    })
  }
  const { credential } = verified.registrationInfo
  const row = { id: newId('pky'), name: made.name, createdAt: isoNow(), lastUsedAt: null }
  await inTransaction(async (tx) => {
    await tx
      .insertInto('passkey')
      .values({
        ...row,
        userId: user.userId,
        credentialId: credential.id,
        publicKey: Buffer.from(credential.publicKey),
        counter: credential.counter,
        transports: JSON.stringify(credential.transports ?? []),
      })
      .execute()
    await recordAuditEvent(tx, {
      action: 'passkey.added',
      teamId: null,
      actor: user.email,
      subject: row.id,
      details: { name: made.name },
    })
  })
  return PasskeySchema.parse(row)
}

/** removePasskey forgets one of the person's own passkeys. Throws `not_found` for any other's. Audited. */
export async function removePasskey(user: SignedInUser, id: string): Promise<void> {
  await inTransaction(async (tx) => {
    const gone = await tx
      .deleteFrom('passkey')
      .where('id', '=', id)
      .where('userId', '=', user.userId)
      .returning('name')
      .executeTakeFirst()
    if (!gone) throw notFound()
    await recordAuditEvent(tx, {
      action: 'passkey.removed',
      teamId: null,
      actor: user.email,
      subject: id,
      details: { name: gone.name },
    })
  })
}

/** askForPasskey gives what the browser needs to answer with a passkey: any of this site, or one of a person's own. */
export async function askForPasskey(
  kind: 'passkey-sign-in' | 'passkey-proof',
  userId: string | null,
): Promise<PasskeyOptions> {
  const options = await generateAuthenticationOptions({
    rpID: relyingParty().id,
    allowCredentials: userId === null ? [] : await heldCredentials(userId),
    userVerification: 'required',
  })
  const challenge = await makeChallenge({ kind, userId, data: { challenge: options.challenge } })
  return { challenge, options: { ...options } }
}

/** parseTransports reads the list that was stored; a hint for the browser and no more. */
export function parseTransports(json: string): AuthenticatorTransport[] {
  return JSON.parse(json) as AuthenticatorTransport[]
}

async function heldCredentials(userId: string) {
  const rows = await getDatabase()
    .selectFrom('passkey')
    .where('userId', '=', userId)
    .select(['credentialId', 'transports'])
    .execute()
  return rows.map((row) => ({ id: row.credentialId, transports: parseTransports(row.transports) }))
}
