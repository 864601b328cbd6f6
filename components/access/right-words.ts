import type { ProfileRight } from '#lib/shared/grant.ts'

export interface RightWords {
  readonly label: string
  /** Completes "… may". */
  readonly may: string
}

export const rightWords: Readonly<Record<ProfileRight, RightWords>> = {
  see: { label: 'See', may: 'see the profile and the results of its jobs' },
  use: { label: 'Use', may: 'check, read, produce and run jobs with it' },
  reveal: { label: 'Reveal', may: 'see the password itself, with every look audited' },
  edit: { label: 'Edit', may: 'rename it, paste new versions, delete it' },
  share: { label: 'Share', may: 'give others the rights that they hold themselves' },
}
