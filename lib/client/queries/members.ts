import { queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import {
  type ChangeMember,
  InvitationSchema,
  type Invite,
  OfferSchema,
  SentInvitationSchema,
  type SignOnRule,
  SignOnSchema,
  TeamMemberSchema,
} from '#lib/shared/member.ts'
import { TeamSchema } from '#lib/shared/team.ts'
import { fetchJson } from '../api.ts'
import { listAll } from '../list-all.ts'
import { teamPath } from './profiles.ts'

/** membersKey is the prefix of every query about a team's people. */
export function membersKey(team: string) {
  return ['teams', team, 'members'] as const
}

export function membersQuery(team: string) {
  return queryOptions({
    queryKey: [...membersKey(team), 'list'],
    queryFn: ({ signal }) => listAll(TeamMemberSchema, `${teamPath(team)}/members`, signal),
  })
}

export function invitationsQuery(team: string) {
  return queryOptions({
    queryKey: [...membersKey(team), 'invitations'],
    queryFn: ({ signal }) => listAll(InvitationSchema, `${teamPath(team)}/invitations`, signal),
  })
}

export function signOnQuery(team: string) {
  return queryOptions({
    queryKey: [...membersKey(team), 'sign-on'],
    queryFn: ({ signal }) => fetchJson(SignOnSchema, `${teamPath(team)}/sign-on`, { signal }),
  })
}

export function changeMember(team: string, user: string, body: ChangeMember) {
  const path = `${teamPath(team)}/members/${encodeURIComponent(user)}`
  return fetchJson(TeamMemberSchema, path, { method: 'PATCH', body })
}

export async function removeMember(team: string, user: string): Promise<void> {
  const path = `${teamPath(team)}/members/${encodeURIComponent(user)}`
  await fetchJson(z.unknown(), path, { method: 'DELETE' })
}

export async function leaveTeam(team: string): Promise<void> {
  await fetchJson(z.unknown(), `${teamPath(team)}/leave`, { body: {} })
}

export function inviteMember(team: string, body: Invite) {
  return fetchJson(SentInvitationSchema, `${teamPath(team)}/invitations`, { body })
}

export async function revokeInvitation(team: string, invitation: string): Promise<void> {
  const path = `${teamPath(team)}/invitations/${encodeURIComponent(invitation)}`
  await fetchJson(z.unknown(), path, { method: 'DELETE' })
}

export function replaceSignOnRules(team: string, rules: readonly SignOnRule[]) {
  return fetchJson(SignOnSchema, `${teamPath(team)}/sign-on`, { method: 'PUT', body: { rules } })
}

export function renameTeam(team: string, name: string) {
  return fetchJson(TeamSchema, teamPath(team), { method: 'PATCH', body: { name } })
}

export function foundTeam(name: string) {
  return fetchJson(TeamSchema, '/api/teams', { body: { name } })
}

/** lookAtOffer shows what an invitation offers; the token travels in the body, never in an address. */
export function lookAtOffer(token: string) {
  return fetchJson(OfferSchema, '/api/auth/invitation', { body: { token } })
}

export function acceptOffer(body: { token: string; account?: { name: string; password: string } }) {
  return fetchJson(z.object({ team: z.string() }), '/api/auth/invitation/accept', { body })
}
