import 'server-only'
import { randomUUID } from 'node:crypto'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import { getEnv } from '#lib/server/base/env.ts'
import { getDatabase, inTransaction, type Tx } from '#lib/server/db/database.ts'
import { applySignOnRules } from '#lib/server/teams/sign-on-rules.ts'
import { createUser } from './create-user.ts'
import { oidcProviderId, type SignOnProblem } from './oidc-provider.ts'
import { openSession, sessionCookie } from './open-session.ts'

/** Person is whom the provider vouches for. */
export interface Person {
  readonly sub: string
  /** In lower case. */
  readonly email: string | null
  readonly emailVerified: boolean
  readonly name: string | null
  readonly groups: readonly string[]
  /** When the provider last looked at the person itself, in milliseconds. */
  readonly authTime: number | null
}

/** Refused ends a transaction in which nothing may be kept. */
class Refused extends Error {
  readonly problem: SignOnProblem
  constructor(problem: SignOnProblem) {
    super(problem)
    this.problem = problem
  }
}

/** findSubject gives the account that a subject of the provider belongs to, or null. */
export async function findSubject(sub: string): Promise<string | null> {
  return (await accountOf(getDatabase(), sub))?.userId ?? null
}

/**
 * enterBySubject signs a person in: as the account of that subject, else as the one with the same address when the
 * provider vouches for it, else as a new one when a rule gives it a team. Teams follow the groups first. Gives the
 * headers that set the session's cookie, or why not. Audited.
 */
export async function enterBySubject(
  person: Person,
  request: Request,
): Promise<{ headers: Headers } | { problem: SignOnProblem }> {
  try {
    const token = await inTransaction(async (tx) => {
      const { userId, email, isNew } = await findOrMake(tx, person)
      const teams = await applySignOnRules(tx, { userId, email, groups: person.groups })
      if (teams === 0 && isNew) throw new Refused('no-team')
      // What the rules took away stays taken away.
      if (teams === 0) return null
      return openSession(tx, { userId, email, method: 'single-sign-on', request })
    })
    return token === null ? { problem: 'no-team' } : { headers: await sessionCookie(token) }
  } catch (error) {
    if (error instanceof Refused) return { problem: error.problem }
    if (error instanceof AppError && error.code === 'forbidden') return { problem: 'disabled' }
    throw error
  }
}

async function findOrMake(
  tx: Tx,
  person: Person,
): Promise<{ userId: string; email: string; isNew: boolean }> {
  const known = await accountOf(tx, person.sub)
  if (known) return { userId: known.userId, email: known.email, isNew: false }
  // An address that nobody has checked would let its claimer into somebody else's account.
  if (person.email === null || !person.emailVerified) throw new Refused('unverified')
  const email = person.email
  const user = await tx.selectFrom('user').where('email', '=', email).select('id').executeTakeFirst()
  const name = person.name ?? email
  const userId = user?.id ?? (await createUser(tx, { name, email, passwordHash: null, emailVerified: true }))
  const now = isoNow()
  await tx
    .insertInto('account')
    .values({
      id: randomUUID(),
      accountId: person.sub,
      providerId: providerId(),
      userId,
      password: null,
      createdAt: now,
      updatedAt: now,
    })
    .execute()
  await recordAuditEvent(tx, { action: 'account.linked', teamId: null, actor: email, subject: userId })
  return { userId, email, isNew: user === undefined }
}

async function accountOf(db: Pick<Tx, 'selectFrom'>, sub: string) {
  return db
    .selectFrom('account')
    .innerJoin('user', 'user.id', 'account.userId')
    .where('account.providerId', '=', providerId())
    .where('account.accountId', '=', sub)
    .select(['account.userId', 'user.email'])
    .executeTakeFirst()
}

function providerId(): string {
  return oidcProviderId(getEnv().oidc?.issuer ?? '')
}
