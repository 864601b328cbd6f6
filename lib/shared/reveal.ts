import { z } from 'zod'

/** A reason fits on one line of the audit log. */
export const MAX_REVEAL_REASON = 200
/** Long enough to type a password elsewhere, short enough not to stay on a screen that is left. */
export const SHOWN_FOR_SECONDS = 30

export const RevealRequestSchema = z.strictObject({
  /** The secret's name as the profile's facts list it, or `client-key`. */
  field: z.string().min(1).max(100),
  reason: z.string().trim().max(MAX_REVEAL_REASON, `At most ${MAX_REVEAL_REASON} characters.`).optional(),
  /** `copy` = it goes to the clipboard and is never shown; the audit log tells the two apart. */
  purpose: z.enum(['show', 'copy']).default('show'),
})
export type RevealRequest = z.input<typeof RevealRequestSchema>

export const RevealedSchema = z.object({ value: z.string(), shownForSeconds: z.number().int() })
export type Revealed = z.infer<typeof RevealedSchema>
