import { z } from 'zod'
import { PasswordSchema } from './password-rules.ts'

/** Long enough to find the mail, short enough that a mailbox that is read later opens nothing. */
export const RESET_MINUTES = 60

/** AskResetSchema: which account's password is forgotten. */
export const AskResetSchema = z.strictObject({
  email: z.string().trim().toLowerCase().min(1, 'Give your e-mail address.').max(254),
})

const ResetTokenSchema = z.string().trim().min(1, 'Open the whole link.').max(128)
export const LookAtResetSchema = z.strictObject({ token: ResetTokenSchema })
export const CompleteResetSchema = z.strictObject({ token: ResetTokenSchema, password: PasswordSchema })

/** ResetSchema is what the holder of a link sees: whose password it sets. */
export const ResetSchema = z.object({
  name: z.string(),
  email: z.string(),
  expiresAt: z.iso.datetime(),
  /** Whether the next sign-in asks for a code besides: the new password does not change that. */
  secondFactor: z.boolean(),
})
export type Reset = z.infer<typeof ResetSchema>

/** ResetLinkSchema: `link` is there when it was not sent by e-mail, and is shown this once. */
export const ResetLinkSchema = z.object({
  email: z.string(),
  link: z.string().nullable(),
  expiresAt: z.iso.datetime(),
  /** Why no e-mail went out although a mail server is configured. */
  mailProblem: z.string().nullable(),
})
export type ResetLink = z.infer<typeof ResetLinkSchema>
