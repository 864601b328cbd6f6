import 'server-only'
import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { notFound } from '#lib/server/base/app-error.ts'
import { clock } from '#lib/server/base/clock.ts'
import { getEnv } from '#lib/server/base/env.ts'
import { getDatabase } from '#lib/server/db/database.ts'

const TOKEN_BYTES = 32
export const SETUP_TOKEN_MINUTES = 60
/** The one row of the table. */
export const SETUP_ROW = 1

export interface SetupToken {
  readonly token: string
  /** Where the token also lies, readable for the server's user alone, until the owner is made. */
  readonly file: string
}

/**
 * prepareSetup makes the one-time token for the first owner, good for sixty minutes, and writes it to a file. A start
 * within that time keeps the one that its file holds. Null when there is an owner already.
 */
export async function prepareSetup(): Promise<SetupToken | null> {
  const db = getDatabase()
  const row = await db.selectFrom('setup').selectAll().where('id', '=', SETUP_ROW).executeTakeFirst()
  if (row?.completedAt) return null
  const file = setupTokenFile()
  const held = readToken(file)
  const isGood = row && held && hashToken(held) === row.tokenHash && Date.parse(row.expiresAt) > clock.now()
  if (isGood) return { token: held, file }
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  const expiresAt = new Date(clock.now() + SETUP_TOKEN_MINUTES * 60_000).toISOString()
  const values = { tokenHash: hashToken(token), expiresAt }
  await db
    .insertInto('setup')
    .values({ id: SETUP_ROW, ...values, completedAt: null })
    // Another server may complete the set-up at this moment: then nothing changes.
    .onConflict((c) => c.column('id').doUpdateSet(values).where('setup.completedAt', 'is', null))
    .execute()
  mkdirSync(getEnv().dataDir, { recursive: true, mode: 0o700 })
  rmSync(file, { force: true })
  writeFileSync(file, `${token}\n`, { mode: 0o600, flag: 'wx' })
  return { token, file }
}

/** isSetupOpen tells whether there is no owner yet. */
export async function isSetupOpen(): Promise<boolean> {
  const row = await getDatabase()
    .selectFrom('setup')
    .select('completedAt')
    .where('id', '=', SETUP_ROW)
    .executeTakeFirst()
  return row?.completedAt == null
}

/** requireOpenSetup throws `not_found` once there is an owner. */
export async function requireOpenSetup(): Promise<void> {
  if (!(await isSetupOpen())) throw notFound()
}

/** hashToken is what the database keeps: 256 random bits need no slow hash. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** setupUrl is the page to open; the token stands behind `#`, which no browser sends and no server logs. */
export function setupUrl(token: string): string {
  return `${getEnv().publicUrl}/setup#token=${token}`
}

export function setupTokenFile(): string {
  return join(getEnv().dataDir, 'setup-token')
}

function readToken(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return null
  }
}
