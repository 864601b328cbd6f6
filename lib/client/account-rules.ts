import { z } from 'zod'
import { MAX_PASSWORD, MIN_PASSWORD, weakPassword } from '#lib/shared/password-rules.ts'
import type { FirstOwner } from './session.ts'

const AccountSchema = z.object({
  token: z.string().min(1, 'Open the link that the server printed, or paste the token here.'),
  name: z.string().trim().min(1, 'What shall others call you?').max(80, 'A name has at most 80 characters.'),
  email: z.email('This is not an e-mail address.'),
  password: z
    .string()
    .min(MIN_PASSWORD, `At least ${MIN_PASSWORD} characters.`)
    .max(MAX_PASSWORD, `At most ${MAX_PASSWORD} characters.`),
  team: z.string().trim().min(1, 'Give the team a name.').max(80, 'A name has at most 80 characters.'),
})

/** checkAccount tells, per field, what has to change before the server is asked. */
export function checkAccount(owner: FirstOwner): Partial<Record<keyof FirstOwner, string>> {
  const parsed = AccountSchema.safeParse(owner)
  if (parsed.success) {
    const weak = weakPassword(owner.password, [owner.name, owner.email])
    return weak === null ? {} : { password: weak }
  }
  const errors: Partial<Record<keyof FirstOwner, string>> = {}
  for (const issue of parsed.error.issues) {
    const field = AccountSchema.keyof().safeParse(issue.path[0])
    if (field.success) errors[field.data] ??= issue.message
  }
  return errors
}

/** tokenFromAddress takes the set-up token from a link: `#token=…`, `#…`, or `?token=…`; null when there is none. */
export function tokenFromAddress(address: { hash: string; search: string }): string | null {
  const fragment = address.hash.replace(/^#/, '')
  const named = new URLSearchParams(fragment).get('token') ?? new URLSearchParams(address.search).get('token')
  return named || (fragment !== '' && !fragment.includes('=') ? fragment : null)
}

/** safeNext gives the page to go to after signing in: a path of ours, never another site's address. */
export function safeNext(next: string | null): string {
  if (next === null || !next.startsWith('/')) return '/'
  const here = 'http://keystream.invalid'
  const url = URL.canParse(next, here) ? new URL(next, here) : null
  return url?.origin === here ? url.pathname + url.search + url.hash : '/'
}
