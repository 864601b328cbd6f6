import 'server-only'
import { z } from 'zod'
import { checkStore } from '#lib/server/auth/check-store.ts'
import { isStopping } from '#lib/server/base/lifecycle.ts'

const part = z.enum(['ok', 'failed'])

export const ReadinessSchema = z.object({
  status: z.enum(['ready', 'not-ready']),
  database: part,
  migrations: part,
  masterKey: part,
})

/** A load balancer asks every few seconds and gives up after some. */
const DEADLINE_MS = 3_000

/** checkReadiness looks at database, migrations and master key; while the server stops, nothing is ready. */
export async function checkReadiness(): Promise<z.infer<typeof ReadinessSchema>> {
  const failed = { database: false, migrations: false, masterKey: false }
  const late = Promise.withResolvers<typeof failed>()
  const timer = setTimeout(late.resolve, DEADLINE_MS, failed)
  const found = isStopping() ? failed : await Promise.race([checkStore(), late.promise])
  clearTimeout(timer)
  const word = (good: boolean) => (good ? 'ok' : 'failed')
  return {
    status: found.database && found.migrations && found.masterKey ? 'ready' : 'not-ready',
    database: word(found.database),
    migrations: word(found.migrations),
    masterKey: word(found.masterKey),
  }
}
