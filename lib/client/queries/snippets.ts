import { queryOptions } from '@tanstack/react-query'
import type { Profile } from '#lib/shared/profile.ts'
import {
  FilledSnippetSchema,
  type FillSnippet,
  type SnippetKind,
  SnippetSchema,
} from '#lib/shared/snippet.ts'
import { fetchJson } from '../api.ts'
import { profilePath, profilesKey } from './profiles.ts'

const pathOf = (team: string, profile: string, kind: SnippetKind) =>
  `${profilePath(team, profile)}/snippets/${kind}`

/** snippetQuery is the program of a kind, without secrets; another version of the profile makes another. */
export function snippetQuery(
  team: string,
  { id, version }: Pick<Profile, 'id' | 'version'>,
  kind: SnippetKind,
  topic: string | undefined,
) {
  const path = pathOf(team, id, kind) + (topic === undefined ? '' : `?topic=${encodeURIComponent(topic)}`)
  return queryOptions({
    queryKey: [...profilesKey(team), 'snippet', id, version, path],
    queryFn: ({ signal }) => fetchJson(SnippetSchema, path, { signal }),
    staleTime: 60_000,
  })
}

export function fillSnippet(team: string, profile: string, kind: SnippetKind, body: FillSnippet) {
  return fetchJson(FilledSnippetSchema, pathOf(team, profile, kind), { body })
}
