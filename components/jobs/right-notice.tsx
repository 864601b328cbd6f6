import { Notice } from '#components/ui/notice.tsx'
import type { Profile } from '#lib/shared/profile.ts'
import type { RightId } from '#lib/shared/rights.ts'

export interface RightNoticeProps {
  profile: Profile
  right: RightId
  /** Completes "These credentials may not …". */
  what: string
  /** The role in extra-user-roles that brings it. */
  grantedBy: string
}

/** RightNotice warns before a start that will be refused, when the last check proved so. */
export function RightNotice({ profile, right, what, grantedBy }: RightNoticeProps) {
  const found = profile.lastCheck?.verdict.rights.find((each) => each.id === right)
  const answer = found?.proved === 'unknown' ? found.predicted : found?.proved
  if (answer !== 'no') return null
  return (
    <Notice
      tone="warn"
      title={`These credentials may not ${what}.`}
      advice={
        <>
          {found?.reason} Whoever runs the data-integrator grants it by the role{' '}
          <span className="font-mono">{grantedBy}</span> in its{' '}
          <span className="font-mono">extra-user-roles</span>, then relates it anew and gives you the new
          credentials.
        </>
      }
    />
  )
}
