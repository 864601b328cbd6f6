import { publishCheckpointsOnStart } from '#lib/server/audit/publish-checkpoints.ts'
import { prepareSetup, SETUP_TOKEN_MINUTES, setupUrl } from '#lib/server/auth/setup-token.ts'
import { getEnv, setVariables } from '#lib/server/base/env.ts'
import { runShutdownHooks, runStartHooks } from '#lib/server/base/lifecycle.ts'
import { logger } from '#lib/server/base/logger.ts'
import { closeDatabaseOnShutdown, getDatabase } from '#lib/server/db/database.ts'
import { migrateDatabase } from '#lib/server/db/migrate.ts'
import { prepareEgress } from '#lib/server/egress/egress-policy.ts'
import { stopping } from '#lib/server/http/run-route.ts'
import { closeStreamsOnShutdown, openStreamCount } from '#lib/server/http/stream-registry.ts'
import { interruptJobsOnStart } from '#lib/server/jobs/interrupt-jobs.ts'
import { keepJobsGoing } from '#lib/server/jobs/keep-jobs-going.ts'
import { keepJobsTidy } from '#lib/server/jobs/keep-jobs-tidy.ts'
import { careOnStart } from '#lib/server/jobs/watch-schedule.ts'
import { keepVaultTidy } from '#lib/server/profiles/keep-vault-tidy.ts'
import { keepGrantsTidy } from '#lib/server/teams/keep-grants-tidy.ts'
import { getKeyring } from '#lib/server/vault/keyring.ts'
import { loadMasterKeys } from '#lib/server/vault/master-keys.ts'

/** Errors whose message was written for who starts the server, and holds no secret. */
const ownErrors = new Set(['EnvError', 'MasterKeyError', 'EgressRuleError'])

/**
 * startServer checks the environment, brings the database up to date, proves the master key, and prints the set-up
 * link while there is no owner. Whatever is wrong ends the process with status 1 and one line that says it.
 */
export async function startServer(): Promise<void> {
  const began = performance.now()
  try {
    const env = getEnv()
    logger.info('server.starting', { variables: setVariables() })
    // Before anything is written: a wrong key must not leave half a database behind.
    loadMasterKeys(env)
    const migrations = await migrateDatabase(getDatabase())
    if (migrations.length > 0) logger.info('database.migrated', { migrations })
    await getKeyring()
    const egress = await prepareEgress()
    closeDatabaseOnShutdown()
    closeStreamsOnShutdown(stopping())
    interruptJobsOnStart()
    keepJobsTidy()
    keepJobsGoing()
    careOnStart()
    keepVaultTidy()
    keepGrantsTidy()
    publishCheckpointsOnStart()
    await runStartHooks()
    handleSignals()
    await printSetupLink()
    const database = env.databaseUrl ? 'postgresql' : 'sqlite'
    logger.info('server.started', { milliseconds: Math.round(performance.now() - began), database, egress })
  } catch (error) {
    process.stderr.write(`keystream: cannot start: ${reasonOf(error)}\n`)
    process.exit(1)
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown reason'
  if (ownErrors.has(error.name)) return error.message
  // A driver's message may quote its connection string; its code does not.
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
  return `the database or the data folder cannot be used (${code})`
}

async function printSetupLink(): Promise<void> {
  const setup = await prepareSetup()
  if (!setup) return
  logger.info('setup.token-printed', { file: setup.file, minutes: SETUP_TOKEN_MINUTES })
  process.stdout.write(
    `\nCreate the first account (good for ${SETUP_TOKEN_MINUTES} minutes):\n  ${setupUrl(setup.token)}\n\n`,
  )
}

/**
 * Next stops listening and waits for open responses, which streams would make last for ever. So ours come first:
 * streams and jobs end, the database closes, then Next's own handlers run and end the process.
 */
function handleSignals(): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const former = process.listeners(signal)
    process.removeAllListeners(signal)
    let stopped = false
    process.on(signal, () => {
      if (stopped) return
      stopped = true
      void stop(signal, former)
    })
  }
}

/** Responses that are still open when everything of ours has ended are given up. */
const LEAVE_MS = 2_000

async function stop(signal: NodeJS.Signals, former: readonly NodeJS.SignalsListener[]): Promise<void> {
  const began = performance.now()
  logger.info('server.stopping', { signal, streams: openStreamCount() })
  await runShutdownHooks()
  logger.info('server.stopped', { milliseconds: Math.round(performance.now() - began) })
  setTimeout(() => process.exit(0), LEAVE_MS).unref()
  // Next ends with 128 + the signal's number, which systemd takes for a failure; this was a clean end.
  process.once('exit', () => {
    process.exitCode = 0
  })
  if (former.length === 0) process.exit(0)
  for (const listener of former) listener(signal)
}
