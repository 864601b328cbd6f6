import 'server-only'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { completeSetup } from '#lib/server/auth/complete-setup.ts'
import { prepareSetup } from '#lib/server/auth/setup-token.ts'
import { parseEnv } from '#lib/server/base/env.ts'
import { setLogStream } from '#lib/server/base/logger.ts'
import { forgetSingleton, replaceSingleton } from '#lib/server/base/singleton.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import { migrateDatabase } from '#lib/server/db/migrate.ts'
import { getKeyring } from '#lib/server/vault/keyring.ts'
import { storedBytes } from './stored-bytes.ts'
import { createTestDatabase } from './test-database.ts'

/** Everything that a process holds once and that a test's server must hold anew. */
const names = [
  'env',
  'database',
  'keyring',
  'keyring-holder',
  'auth',
  'mail',
  'oidc',
  'egress',
  'limiter',
  'lifecycle',
  'streams',
]

export const ORIGIN = 'http://localhost:3000'

export interface TestServer {
  readonly folder: string
  /** Every line that was logged. */
  readonly log: string[]
  /** Null with SQLite. */
  readonly databaseUrl: string | null
  /** All that the database keeps, to look for what it must not keep. */
  stored(): Promise<Buffer>
  close(): Promise<void>
}

/**
 * openTestServer starts the server's rooms in this process with a fresh master key: on SQLite in a folder of its own,
 * or, in Vitest's project `postgres`, in a database of its own there.
 */
export async function openTestServer(variables: Record<string, string> = {}): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'keystream-test-'))
  const log: string[] = []
  const restoreLog = setLogStream({ write: (line) => log.push(line) })
  for (const name of names) forgetSingleton(name)
  const keys = `k1:${randomBytes(32).toString('base64')}`
  const database = await createTestDatabase()
  const env = {
    KEYSTREAM_DATA_DIR: folder,
    KEYSTREAM_MASTER_KEYS: keys,
    KEYSTREAM_PUBLIC_URL: ORIGIN,
    KEYSTREAM_DATABASE_URL: database?.url ?? '',
  }
  replaceSingleton('env', parseEnv({ ...env, ...variables }))
  await migrateDatabase(getDatabase())
  await getKeyring()
  return {
    folder,
    log,
    databaseUrl: database?.url ?? null,
    stored: () => storedBytes(folder),
    close: async () => {
      await getDatabase().destroy()
      await database?.drop()
      for (const name of names) forgetSingleton(name)
      restoreLog()
      rmSync(folder, { recursive: true })
    },
  }
}

/** testDatabase is the test server's database, for rooms that stand above it and only look from a test. */
export const testDatabase = () => getDatabase()

export const owner = {
  name: 'Ada Owner',
  email: 'ada@example.com',
  password: 'correct horse battery',
  team: 'Platform',
}

/** createTestOwner makes the first owner and gives the id of the team. */
export async function createTestOwner(): Promise<string> {
  const prepared = await prepareSetup()
  if (!prepared) throw new Error('There is an owner already.')
  const { teamId } = await completeSetup({ ...owner, token: prepared.token })
  return teamId
}

/** jsonRequest makes a request as a page of ours would send it. */
export function jsonRequest(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Request {
  return new Request(`${ORIGIN}${path}`, {
    method,
    headers: {
      Origin: ORIGIN,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
}
