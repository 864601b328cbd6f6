import 'server-only'
import { getDatabase } from '#lib/server/db/database.ts'
import { type ProfileUsage, ProfileUsageSchema } from '#lib/shared/deleted-profile.ts'
import { getProfile } from './list-profiles.ts'

/** Enough to recognise whose work it is. */
const MAX_EXAMPLES = 5

/** findUsage says which jobs wait or run with a profile, before somebody deletes it. Throws `not_found`. */
export async function findUsage(options: {
  readonly teamId: string
  readonly profileId: string
}): Promise<ProfileUsage> {
  await getProfile(options)
  const jobs = getDatabase()
    .selectFrom('job')
    .where('teamId', '=', options.teamId)
    // A copy and a sink name the profile that they go to in their specification.
    .where((e) =>
      e.or([e('profileId', '=', options.profileId), e('spec', 'like', `%"profile":"${options.profileId}"%`)]),
    )
    .where('state', 'in', ['queued', 'running'])
  const { count } = await jobs.select((e) => e.fn.countAll().as('count')).executeTakeFirstOrThrow()
  const examples = await jobs
    .select(['id', 'name', 'state', 'createdBy'])
    .orderBy('createdAt')
    .limit(MAX_EXAMPLES)
    .execute()
  return ProfileUsageSchema.parse({ jobs: Number(count), examples })
}
