import { queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { CareSchema, type DismissReminder, ReminderPageSchema, type UpdateCare } from '#lib/shared/care.ts'
import { RevealedSchema, type RevealRequest } from '#lib/shared/reveal.ts'
import { fetchJson } from '../api.ts'
import { profilePath, profilesKey, teamPath } from './profiles.ts'

export function careQuery(team: string, profile: string) {
  return queryOptions({
    queryKey: [...profilesKey(team), 'care', profile],
    queryFn: ({ signal }) => fetchJson(CareSchema, `${profilePath(team, profile)}/care`, { signal }),
    staleTime: 30_000,
  })
}

export function updateCare(team: string, profile: string, body: UpdateCare) {
  return fetchJson(CareSchema, `${profilePath(team, profile)}/care`, { method: 'PATCH', body })
}

export function remindersQuery(team: string) {
  return queryOptions({
    queryKey: [...profilesKey(team), 'reminders'],
    queryFn: ({ signal }) => fetchJson(ReminderPageSchema, `${teamPath(team)}/reminders`, { signal }),
    staleTime: 60_000,
  })
}

export async function dismissReminder(team: string, body: DismissReminder): Promise<void> {
  await fetchJson(z.unknown(), `${teamPath(team)}/reminders`, { method: 'DELETE', body })
}

/** revealSecret asks for one secret. The answer is given to who asked and must be kept nowhere: no query, no cache. */
export function revealSecret(team: string, profile: string, body: RevealRequest) {
  return fetchJson(RevealedSchema, `${profilePath(team, profile)}/reveal`, { body })
}
