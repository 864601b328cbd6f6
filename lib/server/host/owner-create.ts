import 'server-only'
import { parseArgs } from 'node:util'
import { createOwner, OwnerSchema } from '#lib/server/auth/create-owner.ts'
import { getEnv } from '#lib/server/base/env.ts'
import { type HostExit, HostUsageError, hostExit } from './host-error.ts'
import { createStore } from './open-store.ts'
import { readPassword } from './read-password.ts'

const options = {
  email: { type: 'string' },
  name: { type: 'string' },
  team: { type: 'string' },
} as const

/** run makes an owner (`--email`, `--name`, `--team`), with the password from standard input. */
export async function run(args: readonly string[]): Promise<HostExit> {
  const { values } = parseArgs({ args: [...args], options, strict: true })
  // The rest is checked before anybody types a password.
  check({ ...values, password: 'x'.repeat(12) })
  await createStore()
  const owner = check({ ...values, password: await readPassword() })
  const { teamId, email, isNewTeam } = await createOwner(owner)
  const team = isNewTeam ? `the new team "${owner.team}"` : `the team "${owner.team}"`
  process.stdout.write(`${email} owns ${team} (${teamId}).\nSign in at ${getEnv().publicUrl}/sign-in\n`)
  return hostExit.good
}

function check(values: Record<string, string | undefined>) {
  const parsed = OwnerSchema.safeParse(values)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const field = String(issue?.path[0] ?? '')
  const message = issue?.code === 'invalid_type' ? 'is missing.' : (issue?.message ?? 'is not right.')
  throw new HostUsageError(`--${field}: ${message}`.replace('--password:', 'Password:'))
}
