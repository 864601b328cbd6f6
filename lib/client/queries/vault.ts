import { queryOptions } from '@tanstack/react-query'
import { type BundleFile, type ExportBundle, ExportedBundleSchema } from '#lib/shared/bundle.ts'
import { DeletedProfileSchema, ProfileUsageSchema } from '#lib/shared/deleted-profile.ts'
import { type ImportFiles, ImportResultSchema } from '#lib/shared/import.ts'
import { ProfileSchema } from '#lib/shared/profile.ts'
import { fetchJson } from '../api.ts'
import { listAll } from '../list-all.ts'
import { profilePath, profilesKey, teamPath } from './profiles.ts'

export function deletedProfilesQuery(team: string) {
  return queryOptions({
    queryKey: [...profilesKey(team), 'deleted'],
    queryFn: ({ signal }) => listAll(DeletedProfileSchema, `${teamPath(team)}/profiles/deleted`, signal),
    staleTime: 10_000,
  })
}

/** usageQuery says which jobs a profile is used by; asked each time anew, since it changes by itself. */
export function usageQuery(team: string, profile: string) {
  return queryOptions({
    queryKey: [...profilesKey(team), 'usage', profile],
    queryFn: ({ signal }) => fetchJson(ProfileUsageSchema, `${profilePath(team, profile)}/usage`, { signal }),
    staleTime: 0,
    gcTime: 0,
  })
}

export function restoreProfile(team: string, profile: string) {
  return fetchJson(ProfileSchema, `${profilePath(team, profile)}/restore`, { method: 'POST' })
}

export function importFiles(team: string, body: ImportFiles) {
  return fetchJson(ImportResultSchema, `${teamPath(team)}/profiles/import`, { body })
}

export function exportBundle(team: string, body: ExportBundle) {
  return fetchJson(ExportedBundleSchema, `${teamPath(team)}/bundle`, { body })
}

export function importBundle(team: string, body: { bundle: BundleFile; passphrase: string }) {
  return fetchJson(ImportResultSchema, `${teamPath(team)}/bundle/import`, { body })
}
