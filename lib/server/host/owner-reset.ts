import 'server-only'
import { parseArgs } from 'node:util'
import { makeHostReset } from '#lib/server/auth/reset/host-reset.ts'
import { EmailSchema } from '#lib/shared/member.ts'
import { RESET_MINUTES } from '#lib/shared/password-reset.ts'
import { type HostExit, HostUsageError, hostExit } from './host-error.ts'
import { openStore } from './open-store.ts'

/** run prints a link with which the account of `--email` sets a new password. */
export async function run(args: readonly string[]): Promise<HostExit> {
  const { values } = parseArgs({ args: [...args], options: { email: { type: 'string' } }, strict: true })
  const email = EmailSchema.safeParse(values.email ?? '')
  if (!email.success) throw new HostUsageError(`--email: ${email.error.issues[0]?.message ?? 'is missing.'}`)
  await openStore()
  const { link } = await makeHostReset(email.data)
  process.stdout.write(`Set a new password, once within ${RESET_MINUTES} minutes:\n  ${link}\n`)
  return hostExit.good
}
