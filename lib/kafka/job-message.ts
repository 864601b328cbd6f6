import type { JobUpdate, RunnableSpec } from './job-update.ts'
import type { TargetMessage } from './target-message.ts'

/** What the worker thread of a job is given: one job, and later perhaps the word to stop. */
export type JobMessage =
  | { readonly type: 'run'; readonly target: TargetMessage; readonly spec: RunnableSpec }
  | { readonly type: 'cancel' }

/** What it answers: the updates of the job, one by one; nothing follows `ended`. */
export type JobAnswer = JobUpdate
