import type { Job } from '#lib/shared/job.ts'
import { kindWords } from './job-words.ts'

/** hasOwnName tells whether somebody named a job; else its name says what it does, as its line does anyway. */
export function hasOwnName({ name, kind }: Pick<Job, 'name' | 'kind'>): boolean {
  return !name.startsWith(kindWords[kind])
}
