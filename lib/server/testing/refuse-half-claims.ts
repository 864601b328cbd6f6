import { type Kysely, sql } from 'kysely'
import { isPostgres } from '#lib/server/db/column-types.ts'
import type { Database } from '#lib/server/db/schema.ts'

const sqlite = [
  sql`create trigger alone before update of "nextAt" on "jobSchedule"
    when not exists (select 1 from "job" where "scheduleId" = new."id")
    begin select raise(abort, 'gone'); end`,
  sql`create trigger refused before insert on "jobEvent" begin select raise(abort, 'gone'); end`,
]
const postgres = [
  sql`create function alone() returns trigger language plpgsql as $$ begin
    if not exists (select 1 from "job" where "scheduleId" = new."id") then raise exception 'gone'; end if;
    return new; end $$`,
  sql`create trigger alone before update of "nextAt" on "jobSchedule" for each row execute function alone()`,
  sql`create function refused() returns trigger language plpgsql as $$ begin raise exception 'gone'; end $$`,
  sql`create trigger refused before insert on "jobEvent" for each row execute function refused()`,
]

/**
 * refuseHalfClaims makes a database as if the server died between the two halves of a claim: whoever takes a schedule's
 * time without a job is refused, and so is the job, until what is given back is called.
 */
export async function refuseHalfClaims(db: Kysely<Database>): Promise<() => Promise<void>> {
  for (const statement of isPostgres(db) ? postgres : sqlite) await statement.execute(db)
  return async () => {
    await (isPostgres(db) ? sql`drop trigger refused on "jobEvent"` : sql`drop trigger refused`).execute(db)
  }
}
