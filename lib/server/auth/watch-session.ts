import 'server-only'
import { AppError } from '#lib/server/base/app-error.ts'
import { findMembership } from '#lib/server/teams/membership.ts'
import { type Action, can } from '#lib/shared/team.ts'
import { isSessionLive } from './find-session.ts'
import type { Member } from './require-member.ts'

/** A revoked session or role ends its streams within five seconds: three between looks, and the looks themselves. */
const LOOK_EVERY_MS = 3_000

/** Watched is what watchSession needs of a stream. */
export interface Watched {
  readonly finished: Promise<unknown>
  close(error: unknown): Promise<void>
}

/** watchSession closes a stream when its session has ended or the member may no longer do what the stream does. */
export function watchSession(member: Member, teamId: string, action: Action, stream: Watched): void {
  const timer = setInterval(() => {
    void look()
  }, LOOK_EVERY_MS)
  timer.unref()
  void stream.finished.finally(() => {
    clearInterval(timer)
  })

  async function look(): Promise<void> {
    try {
      if (await mayStay(member, teamId, action)) return
      await stream.close(ended())
    } catch {
      // The database did not answer: the next look decides.
    }
  }
}

async function mayStay(member: Member, teamId: string, action: Action): Promise<boolean> {
  if (!(await isSessionLive(member.sessionId))) return false
  const team = await findMembership(member.userId, teamId)
  return team !== null && can(team.role, action)
}

function ended(): AppError {
  return new AppError({
    code: 'unauthenticated',
    message: 'The session has ended, or your role has changed.',
    advice: 'Sign in again.',
  })
}
