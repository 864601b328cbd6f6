import 'server-only'
import { acceptInvitation } from '#lib/server/auth/accept-invitation.ts'
import { type Member, requireMember, type SignedInUser } from '#lib/server/auth/require-member.ts'
import { signIn } from '#lib/server/auth/sign-in.ts'
import { inviteMember } from '#lib/server/teams/invite-member.ts'
import type { Role } from '#lib/shared/team.ts'
import { jsonRequest } from './open-test-server.ts'

const request = () => jsonRequest('POST', '/api/auth/sign-in/email')

/** cookieOf gives what a browser sends back of the headers that set a session's cookie. */
export const cookieOf = (headers: Headers | null) => headers?.getSetCookie()[0]?.split(';')[0] ?? ''

/** SignedIn is a session of a member: its cookie, and who the server takes it for. */
export interface SignedIn {
  readonly cookie: string
  readonly member: Member & SignedInUser
}

/** signInAs gives a session of somebody who has an account and is in the team. */
export async function signInAs(
  teamId: string,
  account: { email: string; password: string },
): Promise<SignedIn> {
  return withCookie(teamId, cookieOf(await signIn(account, request())))
}

/** joinTeam invites somebody without an account, lets them join, and gives their session. */
export async function joinTeam(
  by: SignedIn,
  guest: { email: string; name: string; password: string; role: Role },
): Promise<SignedIn> {
  const { team, member } = await requireMember(readRequest(by.cookie), by.member.teamId, 'invitation.manage')
  const sent = await inviteMember({ team, by: member, invite: { email: guest.email, role: guest.role } })
  const token = sent.link?.split('#token=')[1] ?? ''
  const account = { name: guest.name, password: guest.password }
  const { headers } = await acceptInvitation({ token, account }, request())
  return withCookie(team.id, cookieOf(headers))
}

async function withCookie(teamId: string, cookie: string): Promise<SignedIn> {
  const { member } = await requireMember(readRequest(cookie), teamId, 'team.read')
  const { sessionId } = member
  if (sessionId === undefined) throw new Error('A cookie gave no session.')
  return { cookie, member: { ...member, sessionId } }
}

function readRequest(cookie: string): Request {
  return jsonRequest('GET', '/api/me', undefined, { Cookie: cookie })
}
