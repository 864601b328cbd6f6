import { z } from 'zod'

/** SignInMethod is how a session began. */
export const SignInMethodSchema = z.enum([
  'set-up',
  'invitation',
  'password',
  'password-and-code',
  'recovery-code',
  'passkey',
  'single-sign-on',
])
export type SignInMethod = z.infer<typeof SignInMethodSchema>

/** PersonNameSchema is what others see of somebody. */
export const PersonNameSchema = z
  .string()
  .trim()
  .min(1, 'Give your name.')
  .max(80, 'A name has at most 80 characters.')

/** SignInStepSchema: signed in, or a challenge to be answered with a code within five minutes. */
export const SignInStepSchema = z.discriminatedUnion('signedIn', [
  z.object({ signedIn: z.literal(true) }),
  z.object({ signedIn: z.literal(false), challenge: z.string() }),
])
export type SignInStep = z.infer<typeof SignInStepSchema>

/** ProofWaysSchema: what this person can prove a session with. */
export const ProofWaysSchema = z.object({
  password: z.boolean(),
  code: z.boolean(),
  passkey: z.boolean(),
  /** The name of the provider that can be asked anew, or null. */
  singleSignOn: z.string().nullable(),
})
export type ProofWays = z.infer<typeof ProofWaysSchema>

/** AccountSchema is what a person sees of the own account. */
export const AccountSchema = z.object({
  name: z.string(),
  email: z.string(),
  hasPassword: z.boolean(),
  /** Since when codes are asked for, or null. */
  secondFactorSince: z.iso.datetime().nullable(),
  recoveryCodesLeft: z.number().int(),
  passkeys: z.number().int(),
  /** The provider's name when single sign-on is configured and this account is known there. */
  singleSignOn: z.string().nullable(),
  ways: ProofWaysSchema,
})
export type Account = z.infer<typeof AccountSchema>

/** SessionSchema is one place where a person is signed in. */
export const SessionSchema = z.object({
  id: z.string(),
  /** True for the session that asks. */
  here: z.boolean(),
  method: SignInMethodSchema.nullable(),
  userAgent: z.string().nullable(),
  address: z.string().nullable(),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
})
export const SessionPageSchema = z.object({ items: z.array(SessionSchema), next: z.string().nullable() })

/** PasskeySchema is one passkey, without its key. */
export const PasskeySchema = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
})
export type Passkey = z.infer<typeof PasskeySchema>
export const PasskeyPageSchema = z.object({ items: z.array(PasskeySchema), next: z.string().nullable() })
export const PasskeyNameSchema = z
  .string()
  .trim()
  .min(1, 'Give the passkey a name.')
  .max(60, 'A name has at most 60 characters.')

/** TotpSetupSchema: the new secret for an authenticator app, as a URI and as text to type (RFC 4648 base32). */
export const TotpSetupSchema = z.object({ uri: z.string(), secret: z.string() })
export type TotpSetup = z.infer<typeof TotpSetupSchema>
/** RecoveryCodesSchema: shown once; each signs in once in place of a code. */
export const RecoveryCodesSchema = z.object({ recoveryCodes: z.array(z.string()) })

/** CodeSchema is six digits of an authenticator app; spaces are forgiven. */
export const CodeSchema = z
  .string()
  .transform((text) => text.replace(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'A code has six digits.'))
