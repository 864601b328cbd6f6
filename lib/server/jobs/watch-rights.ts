import 'server-only'
import { findTokenTeam } from '#lib/server/auth/tokens/find-token.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import { findMembership } from '#lib/server/teams/membership.ts'
import type { Asking } from '#lib/server/teams/profile-access.ts'
import { type AuditedMember, findProfileRights } from '#lib/server/teams/require-profile-right.ts'
import { can } from '#lib/shared/team.ts'

/** A right that was taken back ends what runs on it within five seconds: two between looks, and the looks themselves. */
const LOOK_EVERY_MS = 2_000

/** JobStarter is who starts a job, by a session or by an API token: asked again, while it runs, whether he still may. */
export type JobStarter = AuditedMember & {
  readonly name: string
  readonly tokenId?: string | undefined
}

/** Watchable is a job as far as the right to go on with it depends on it. */
export interface Watchable {
  readonly jobId: string
  readonly profileId: string
  /** The profile that a copy or a sink goes to, or that values come from. */
  readonly otherProfileId?: string | null
  readonly member: JobStarter
}

/**
 * mayGoOn tells whether who started a job could start it now: is a member with a role for jobs, may use its profiles,
 * and they are there; by a token, that the token is still good. The session does not matter: a job runs on when its starter has gone home.
 */
export async function mayGoOn({ profileId, otherProfileId = null, member }: Watchable): Promise<boolean> {
  const { userId, teamId, tokenId } = member
  const team = tokenId === undefined ? await findMembership(userId, teamId) : await findTokenTeam(tokenId)
  if (!team || !can(team.role, 'job.start')) return false
  const asking = { userId, teamId, role: team.role }
  return (
    (await mayUse(asking, profileId)) && (otherProfileId === null || (await mayUse(asking, otherProfileId)))
  )
}

async function mayUse(asking: Asking, profileId: string): Promise<boolean> {
  const profile = await getDatabase()
    .selectFrom('profile')
    .select('deletedAt')
    .where('teamId', '=', asking.teamId)
    .where('id', '=', profileId)
    .executeTakeFirst()
  if (!profile || profile.deletedAt !== null) return false
  return (await findProfileRights(getDatabase(), asking, profileId)).includes('use')
}

/** Another server may have been asked to cancel what runs here. */
async function cancelled(jobs: readonly Watchable[]): Promise<ReadonlySet<string>> {
  const ids = jobs.map(({ jobId }) => jobId)
  const rows = await getDatabase()
    .selectFrom('job')
    .select('id')
    .where('id', 'in', ids)
    .where('cancelAskedAt', 'is not', null)
    .execute()
  return new Set(rows.map(({ id }) => id))
}

type End = (jobId: string, why: 'cancelled' | 'revoked') => Promise<unknown>

/** RightsWatch looks at jobs again and again while there are any, and names those that must end, and why. */
export class RightsWatch {
  readonly #jobs: () => readonly Watchable[]
  readonly #end: End
  #timer: NodeJS.Timeout | null = null
  #looking = false

  constructor(jobs: () => readonly Watchable[], end: End) {
    this.#jobs = jobs
    this.#end = end
  }

  /** wake begins to look, unless it does so already; with no job left it goes to sleep by itself. */
  wake(): void {
    this.#timer ??= setInterval(() => {
      void this.#look()
    }, LOOK_EVERY_MS).unref()
  }

  close(): void {
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
  }

  async #look(): Promise<void> {
    // A slow database must not pile up looks.
    if (this.#looking) return
    this.#looking = true
    try {
      const jobs = this.#jobs()
      if (jobs.length === 0) {
        this.close()
        return
      }
      const asked = await cancelled(jobs)
      for (const job of jobs) {
        const why = asked.has(job.jobId) ? 'cancelled' : (await mayGoOn(job)) ? null : 'revoked'
        // Not awaited: one job that ends slowly must not hold up the others.
        if (why) void this.#end(job.jobId, why).catch(() => undefined)
      }
    } catch {
      // The database did not answer: the next look decides.
    } finally {
      this.#looking = false
    }
  }
}
