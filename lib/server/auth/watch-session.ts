import 'server-only'
import { AppError } from '#lib/server/base/app-error.ts'
import { findMembership } from '#lib/server/teams/membership.ts'
import { type Action, can } from '#lib/shared/team.ts'
import { isSessionLive } from './find-session.ts'
import type { Member } from './require-member.ts'
import { findTokenTeam } from './tokens/find-token.ts'

/** A revoked session, role or right ends its streams within five seconds: two between looks, and the looks themselves. */
const LOOK_EVERY_MS = 2_000

/** Watched is what watchSession needs of a stream. */
export interface Watched {
  readonly finished: Promise<unknown>
  close(error: unknown): Promise<void>
}

/**
 * watchSession closes a stream when its session or API token has ended, the member may no longer do what the stream does, or
 * `holds`, asked with the role as it is by then, says that some other right is gone.
 */
export function watchSession(
  member: Member,
  action: Action,
  stream: Watched,
  holds: (now: Member) => Promise<boolean>,
): void {
  const timer = setInterval(() => {
    void look()
  }, LOOK_EVERY_MS)
  timer.unref()
  void stream.finished.finally(() => {
    clearInterval(timer)
  })

  async function look(): Promise<void> {
    try {
      const reason = await findReasonToEnd(member, action, holds)
      if (reason) await stream.close(reason)
    } catch {
      // The database did not answer: the next look decides.
    }
  }
}

async function findReasonToEnd(
  member: Member,
  action: Action,
  holds: (now: Member) => Promise<boolean>,
): Promise<AppError | null> {
  if (member.sessionId !== undefined && !(await isSessionLive(member.sessionId))) return sessionEnded()
  const team =
    member.tokenId === undefined
      ? await findMembership(member.userId, member.teamId)
      : await findTokenTeam(member.tokenId)
  if (!team || !can(team.role, action)) return rightEnded()
  return (await holds({ ...member, role: team.role })) ? null : rightEnded()
}

function sessionEnded(): AppError {
  return new AppError({
    code: 'unauthenticated',
    message: 'The session has ended.',
    advice: 'Sign in again.',
  })
}

/** What a stream gets that its member may no longer have. */
function rightEnded(): AppError {
  return new AppError({
    code: 'forbidden',
    message: 'Your right to do this was taken back.',
    advice: 'Ask an owner or admin of the team.',
  })
}
