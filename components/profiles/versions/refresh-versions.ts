import type { QueryClient } from '@tanstack/react-query'
import { jobsKey } from '#lib/client/queries/jobs.ts'
import { profilesKey } from '#lib/client/queries/profiles.ts'
import { versionsQuery } from '#lib/client/queries/versions.ts'

/**
 * refreshVersions asks anew for all that a promotion, a discard or a rollback changes. The list comes first: what it
 * takes off the page, such as the comparison of a version that no longer waits, is then not asked for in vain.
 */
export async function refreshVersions(client: QueryClient, team: string, profile: string): Promise<void> {
  await client.invalidateQueries({ queryKey: versionsQuery(team, profile).queryKey })
  // A tick for React to take it off.
  await new Promise((resolve) => setTimeout(resolve))
  await client.invalidateQueries({ queryKey: profilesKey(team) })
  void client.invalidateQueries({ queryKey: jobsKey(team) })
}
