import 'server-only'
import { parseArgs } from 'node:util'
import { countByKey, type KeyUse } from '#lib/server/vault/rotate-keys.ts'
import { type HostExit, hostExit } from './host-error.ts'
import { openStore } from './open-store.ts'

/** run counts the sealed versions by master key, and says which key may go. */
export async function run(args: readonly string[]): Promise<HostExit> {
  const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean' } }, strict: true })
  const { db, keyring } = await openStore()
  const uses = await countByKey(db, keyring)
  process.stdout.write(values.json ? uses.map((use) => `${JSON.stringify(use)}\n`).join('') : table(uses))
  return hostExit.good
}

function table(uses: readonly KeyUse[]): string {
  const width = Math.max(3, ...uses.map(({ key }) => key.length))
  const lines = uses.map(
    (use) => `${use.key.padEnd(width)}  ${String(use.versions).padStart(8)}  ${remark(use)}\n`,
  )
  return `${'key'.padEnd(width)}  versions  \n${lines.join('')}`
}

function remark({ active, configured, versions }: KeyUse): string {
  if (active) return 'active: new versions are sealed under it'
  if (versions > 0) return 'needed; `keystream keys rotate` moves its versions to the active key'
  if (configured) return 'not needed any more by this database, but by backups from before the rotation'
  return 'not configured and not needed; `keystream keys rotate` forgets it'
}
