import type { JobKind } from '#lib/shared/job.ts'

/** formAddress is the page on which a job like a former one, or as a template says, is prepared. */
export function formAddress(team: string, profile: string, kind: JobKind, like: string): string {
  const form = kind === 'produce' ? 'produce' : 'jobs'
  return `/teams/${team}/profiles/${profile}/${form}?like=${like}`
}
