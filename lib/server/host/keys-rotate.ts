import 'server-only'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { getEnv } from '#lib/server/base/env.ts'
import { getDatabase, inTransaction } from '#lib/server/db/database.ts'
import { addKeyToFile, nextKeyId } from '#lib/server/vault/key-file.ts'
import { KEY_FILE_LOOK_MS } from '#lib/server/vault/keyring.ts'
import { loadMasterKeys } from '#lib/server/vault/master-keys.ts'
import {
  BATCH,
  type BadVersion,
  dropOldKeys,
  rewrapBatches,
  verifyVersions,
} from '#lib/server/vault/rotate-keys.ts'
import { type HostExit, HostUsageError, hostExit } from './host-error.ts'
import { openStore, requireStore, type Store } from './open-store.ts'

const options = {
  'make-key': { type: 'boolean' },
  stopped: { type: 'boolean' },
  json: { type: 'boolean' },
  /** Versions re-wrapped in one transaction: fewer where the server must not wait even for milliseconds. */
  batch: { type: 'string' },
} as const

/** Between batches a server that waits for SQLite's write lock gets its turn. */
const BREATH_MS = 5
/** A server that still sealed under the former key a moment ago is done by then: two looks at the file, and a slow commit. */
const SETTLE_MS = 2 * KEY_FILE_LOOK_MS + 1_000
/** A server that keeps sealing under a former key does not have the new one; going round for ever would not help. */
const MAX_ROUNDS = 5

/**
 * run wraps every sealed version under the active master key, opens each once to be sure, and forgets the former keys.
 * A running server takes up a changed key file by itself. Stopped or killed at any moment it has done no harm; the
 * next run goes on. Exit 1 when a version does not open: then the former keys stay.
 */
export async function run(args: readonly string[]): Promise<HostExit> {
  const { values } = parseArgs({ args: [...args], options, strict: true })
  const size = readBatch(values.batch)
  await requireStore()
  if (values['make-key']) await makeKey()
  else await requireKnownKey(values.stopped === true)
  const store = await openStore()
  const say = (event: string, facts: Record<string, string | number>, words: string): void => {
    process.stdout.write(values.json ? `${JSON.stringify({ event, ...facts })}\n` : `${words}\n`)
  }
  const active = store.keyring.active.id
  const began = performance.now()
  let versions = 0
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const moved = await rewrapAll(store, size, (done) => {
      const total = versions + done
      say('rewrapped', { versions: total, key: active }, `wrapped ${total} versions under ${active}`)
    })
    versions += moved.rewrapped
    const verified = await verifyVersions(store.db, store.keyring)
    const bad = [...moved.bad, ...verified.bad]
    if (bad.length > 0) return fail(bad)
    if (!values.stopped && round === 0) await settle(began)
    const dropped = await drop(store, versions)
    if (dropped === null) continue
    say('verified', { versions: verified.good }, `opened all ${verified.good} versions: each is whole`)
    const names = dropped.join(', ')
    say('done', { key: active, dropped: names }, dropped.length === 0 ? nothing(active) : farewell(names))
    return hostExit.good
  }
  throw new AppError({
    code: 'conflict',
    message: 'A running server keeps sealing under a former key.',
    advice: `Give every server the key ${active} in the first place, restart it, and run this again.`,
  })
}

function readBatch(text = String(BATCH)): number {
  const size = Number(text)
  if (Number.isInteger(size) && size >= 1 && size <= BATCH) return size
  throw new HostUsageError(`--batch is a whole number from 1 to ${BATCH}.`)
}

async function rewrapAll({ db, keyring }: Store, size: number, report: (done: number) => void) {
  const bad: BadVersion[] = []
  let rewrapped = 0
  for await (const batch of rewrapBatches(db, keyring, size)) {
    rewrapped += batch.rewrapped
    bad.push(...batch.bad)
    report(rewrapped)
    await pause(BREATH_MS)
  }
  return { rewrapped, bad }
}

async function settle(began: number): Promise<void> {
  await pause(Math.max(0, SETTLE_MS - (performance.now() - began)))
}

/** Null while a version still lies under a former key. An unchanged vault leaves no event. */
function drop({ keyring }: Store, versions: number): Promise<readonly string[] | null> {
  return inTransaction(async (tx) => {
    const dropped = await dropOldKeys(tx, keyring)
    if (dropped !== null && (dropped.length > 0 || versions > 0)) {
      const details = { active: keyring.active.id, dropped: dropped.join(','), versions }
      await recordAuditEvent(tx, { action: 'key.rotated', teamId: null, actor: null, details })
    }
    return dropped
  })
}

function fail(bad: readonly BadVersion[]): HostExit {
  const unique = [...new Set(bad.map(({ profileId, version }) => `${profileId} version ${version}`))]
  process.stderr.write(
    `keystream: ${unique.length} sealed versions do not open, so the former keys were kept:\n${unique.map((each) => `  ${each}\n`).join('')}` +
      'Restore them from a backup and run this again; a version is also gone when its profile was deleted 30 days ago.\n',
  )
  return hostExit.failed
}

const nothing = (active: string) =>
  `${active} is the only key in use: nothing was to be done.\nFor a new key: keystream keys rotate --make-key, or put one in front of the others in the configuration and run this again.`

const farewell = (names: string) =>
  `${names} opens nothing in this database any more: take it out of the configuration.\nKeep it somewhere safe as long as there are backups from before this moment.`

/** With a variable, servers must have been restarted with the new key; that one was, the database remembers. */
async function requireKnownKey(stopped: boolean): Promise<void> {
  const env = getEnv()
  const active = loadMasterKeys(env)[0]?.id ?? ''
  if (stopped || env.masterKeyFile !== undefined) return
  const row = await getDatabase()
    .selectFrom('masterKey')
    .select('keyId')
    .where('keyId', '=', active)
    .executeTakeFirst()
  if (row) return
  throw new AppError({
    code: 'conflict',
    message: `No server has started with the key "${active}" yet; it could not open what is wrapped under it.`,
    advice:
      'Put the new key first and the old one behind it in KEYSTREAM_MASTER_KEYS of every server, restart them, and run this again. When no server runs, add --stopped.',
  })
}

async function makeKey(): Promise<void> {
  const env = getEnv()
  if (env.masterKeyFile === undefined) {
    throw new HostUsageError('--make-key writes to the key file; KEYSTREAM_MASTER_KEY_FILE is not set.')
  }
  const present = loadMasterKeys(env)
  const known = await getDatabase().selectFrom('masterKey').select('keyId').execute()
  const id = nextKeyId([...present.map((key) => key.id), ...known.map((row) => row.keyId)])
  addKeyToFile(env.masterKeyFile, id, present)
  process.stderr.write(
    `A new master key ${id} stands first in ${env.masterKeyFile}. Put a copy of it into escrow.\n`,
  )
}
