import { RelativeTime } from '#components/ui/relative-time.tsx'
import { StatusDot } from '#components/ui/status-dot.tsx'
import type { Profile } from '#lib/shared/profile.ts'

const looks = {
  authorized: { status: 'ok', word: 'Works' },
  limited: { status: 'warn', word: 'Limited' },
  failed: { status: 'bad', word: 'Fails' },
} as const

/** Health says how the last check ended and when; its title says why. */
export function Health({ profile, brief = false }: { profile: Profile; brief?: boolean }) {
  if (profile.product !== 'kafka') return <span className="text-muted">Kept</span>
  if (profile.lastCheck === null) {
    return (
      <span className="inline-flex items-center gap-1.5 whitespace-nowrap text-muted">
        <StatusDot status="idle" />
        Not checked
      </span>
    )
  }
  const { at, verdict } = profile.lastCheck
  const { status, word } = looks[verdict.verdict]
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap" title={verdict.message}>
      <StatusDot status={status} />
      {word}
      {!brief && (
        <span className="text-xs text-muted">
          <RelativeTime at={at} />
        </span>
      )}
    </span>
  )
}
