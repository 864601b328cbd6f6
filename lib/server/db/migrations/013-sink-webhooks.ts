import 'server-only'
import { type Kysely, sql } from 'kysely'

/** No webhook has this id: what names it is refused at its start, until somebody chooses one. */
const NONE = 'whk_none'

interface Row {
  readonly id: string
  readonly spec: string
}

/**
 * A webhook sink names one of the profile's webhooks. The addresses that specifications held may hold tokens, and the
 * secrets that signed the calls were kept nowhere: they go, and a person chooses a webhook before such a job runs again.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of ['job', 'jobTemplate', 'jobSchedule']) {
    const name = sql.table(table)
    const { rows } =
      await sql<Row>`select "id", "spec" from ${name} where "spec" like '%"type":"webhook"%'`.execute(db)
    for (const { id, spec } of rows) {
      const read = JSON.parse(spec) as { sink?: { type?: unknown; url?: unknown } }
      if (read.sink?.type !== 'webhook' || read.sink.url === undefined) continue
      const { url: _gone, ...sink } = read.sink
      const kept = JSON.stringify({ ...read, sink: { ...sink, webhook: NONE } })
      await sql`update ${name} set "spec" = ${kept} where "id" = ${id}`.execute(db)
    }
  }
}
