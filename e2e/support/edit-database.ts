import path from 'node:path'
import type { Server } from './server.ts'

type DatabaseSync = InstanceType<typeof import('node:sqlite').DatabaseSync>

/** The server holds the write lock for milliseconds at a time. */
const LOCK_WAIT_MS = 5_000

/** editDatabase is whoever can write to the database's file, beside the server that runs on it. */
export function editDatabase<T>(server: Pick<Server, 'folder'>, edit: (database: DatabaseSync) => T): T {
  return editFile(path.join(server.folder, 'data/keystream.db'), edit)
}

export function editFile<T>(file: string, edit: (database: DatabaseSync) => T): T {
  // The linter's resolver does not know modules that have their name with `node:` only.
  const sqlite = process.getBuiltinModule('node:sqlite')
  const database = new sqlite.DatabaseSync(file, { timeout: LOCK_WAIT_MS })
  try {
    return edit(database)
  } finally {
    database.close()
  }
}

/** withoutAuditOf makes every audit event of one kind impossible to write while `work` runs. */
export async function withoutAuditOf<T>(server: Server, action: string, work: () => Promise<T>): Promise<T> {
  const name = `no_${action.replace(/\W/g, '_')}`
  editDatabase(server, (database) =>
    database.exec(
      `create trigger ${name} before insert on "auditEvent" when new.action = '${action}' begin select raise(abort, 'disk full'); end`,
    ),
  )
  try {
    return await work()
  } finally {
    editDatabase(server, (database) => database.exec(`drop trigger ${name}`))
  }
}
