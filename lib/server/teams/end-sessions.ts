import 'server-only'
import type { Tx } from '#lib/server/db/database.ts'

/**
 * endSessions signs somebody out everywhere, in the caller's transaction, except at the session that `except` names.
 * Open streams notice within seconds. Gives how many ended.
 */
export async function endSessions(tx: Tx, userId: string, except: string | null = null): Promise<number> {
  const gone = await tx
    .deleteFrom('session')
    .where('userId', '=', userId)
    .$if(except !== null, (query) => query.where('id', '!=', except ?? ''))
    .executeTakeFirst()
  return Number(gone.numDeletedRows)
}
