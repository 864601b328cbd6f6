import type { TestProject } from 'vitest/node'
import { migrateDatabase } from '#lib/server/db/migrate.ts'
import { openPostgres } from '#lib/server/db/open-database.ts'
import { startPostgres } from './start-postgres.ts'
import { createDatabase, TEMPLATE } from './test-database.ts'

/** setup is called by Vitest once for all files: one PostgreSQL, with a migrated database that each test's is a copy of. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startPostgres()
  const template = openPostgres(await createDatabase(postgres.url, TEMPLATE))
  await migrateDatabase(template)
  await template.destroy()
  project.provide('postgresUrl', postgres.url)
  return () => postgres.stop()
}
