import 'server-only'
import { randomUUID } from 'node:crypto'
import { AppError } from '#lib/server/base/app-error.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import { isPostgres } from '#lib/server/db/column-types.ts'
import type { Tx } from '#lib/server/db/database.ts'
import { COMMON_PASSWORD, weakPassword } from '#lib/shared/password-rules.ts'
import { PASSWORD_PROVIDER } from './check-password.ts'
import { isCommonPassword } from './common-passwords.ts'

export interface NewUser {
  readonly name: string
  /** In lower case. */
  readonly email: string
  /** The hash of the password, or null for somebody who signs in another way. */
  readonly passwordHash: string | null
  /** Whether a mail to the address, or a provider, has shown that it is theirs. */
  readonly emailVerified?: boolean
}

/** createUser writes a person as better-auth would, but inside the caller's transaction, and gives the id. */
export async function createUser(tx: Tx, user: NewUser): Promise<string> {
  const id = randomUUID()
  const now = isoNow()
  const verified = user.emailVerified === true
  await tx
    .insertInto('user')
    .values({
      id,
      name: user.name,
      email: user.email,
      emailVerified: isPostgres(tx) ? verified : Number(verified),
      createdAt: now,
      updatedAt: now,
    })
    .execute()
  if (user.passwordHash !== null) await createPassword(tx, id, user.passwordHash)
  return id
}

/** createPassword gives somebody who has none the hash of a password. */
export async function createPassword(tx: Tx, userId: string, passwordHash: string): Promise<void> {
  const now = isoNow()
  await tx
    .insertInto('account')
    .values({
      id: randomUUID(),
      accountId: userId,
      providerId: PASSWORD_PROVIDER,
      userId,
      password: passwordHash,
      createdAt: now,
      updatedAt: now,
    })
    .execute()
}

/** requireGoodPassword throws AppError `bad_request` for a password of good length that is easy to guess. */
export async function requireGoodPassword(person: {
  password: string
  name: string
  email: string
}): Promise<void> {
  const { password, name, email } = person
  const weak =
    weakPassword(password, [name, email]) ?? ((await isCommonPassword(password)) ? COMMON_PASSWORD : null)
  if (weak !== null) throw new AppError({ code: 'bad_request', message: weak, field: 'password' })
}
