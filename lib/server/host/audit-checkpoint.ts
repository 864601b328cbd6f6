import 'server-only'
import { parseArgs } from 'node:util'
import { makeCheckpoint } from '#lib/server/audit/checkpoint.ts'
import { inTransaction } from '#lib/server/db/database.ts'
import { type HostExit, hostExit } from './host-error.ts'
import { openStore } from './open-store.ts'

/** run notes the chain's present end (`--json`): kept elsewhere, it contradicts whoever cuts the log later. */
export async function run(args: readonly string[]): Promise<HostExit> {
  const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean' } }, strict: true })
  await openStore()
  const checkpoint = await inTransaction(makeCheckpoint)
  if (!checkpoint) {
    process.stderr.write('The audit log is empty: there is nothing to note.\n')
    return hostExit.failed
  }
  const { sequence, hash, at } = checkpoint
  process.stdout.write(
    values.json ? `${JSON.stringify({ sequence, hash, at })}\n` : `${sequence}:${hash}  (${at})\n`,
  )
  return hostExit.good
}
