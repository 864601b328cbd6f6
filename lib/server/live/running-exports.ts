import 'server-only'
import { notFound } from '#lib/server/base/app-error.ts'
import { singleton } from '#lib/server/base/singleton.ts'
import type { ExportProgress } from '#lib/shared/record-export.ts'

/** Long enough for a page to see how it ended. */
const KEPT_AFTER_END_MS = 10 * 60 * 1000
/** What a team's pages look at; the oldest that have ended go first. */
const MAX_KEPT = 500

export interface RunningExport {
  progress: ExportProgress
  readonly stop: AbortController
}

const exports = (): Map<string, RunningExport> =>
  singleton('record-exports', () => new Map<string, RunningExport>())

/** keepExport lets a page ask for an export by the name that it gave it, and end it. Gives what is to be called at its end. */
export function keepExport(key: string, entry: RunningExport): () => void {
  const all = exports()
  for (const [other, { progress }] of all) {
    if (all.size < MAX_KEPT) break
    if (progress.state !== 'running') all.delete(other)
  }
  all.set(key, entry)
  return () => {
    setTimeout(() => all.delete(key), KEPT_AFTER_END_MS).unref()
  }
}

/** exportKey binds a name to its team and profile, so that no other team's is ever found. */
export function exportKey(place: { teamId: string; profileId: string; name: string }): string {
  return [place.teamId, place.profileId, place.name].join(' ')
}

/** getExport gives a running or lately ended export. Throws `not_found`, also when another server runs it. */
export function getExport(key: string): RunningExport {
  const found = exports().get(key)
  if (!found) throw notFound()
  return found
}
