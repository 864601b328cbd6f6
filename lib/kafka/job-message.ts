import type { ResourcesMessage } from './job-resources.ts'
import type { JobUpdate, RunnableSpec } from './job-update.ts'
import type { TargetMessage } from './target-message.ts'

/** What a thread of jobs is given: a job, by a number of its own, and later perhaps the word to stop it. */
export type JobMessage =
  | {
      readonly type: 'run'
      readonly job: number
      readonly target: TargetMessage
      readonly spec: RunnableSpec
      readonly resources: ResourcesMessage
    }
  | { readonly type: 'cancel'; readonly job: number }

/** What it answers: the updates of a job, one by one; nothing follows `ended`. `lost`: the job broke without a word. */
export type JobAnswer =
  | { readonly type: 'update'; readonly job: number; readonly update: JobUpdate }
  | { readonly type: 'lost'; readonly job: number }
