import { formatDuration } from '#components/ui/format.ts'
import { Notice } from '#components/ui/notice.tsx'
import type { Verdict } from '#lib/shared/check.ts'

const tones = { authorized: 'ok', limited: 'warn', failed: 'bad' } as const

export interface VerdictNoticeProps {
  verdict: Omit<Verdict, 'type'>
  /** The advice stands elsewhere in sight, at the step that failed. */
  brief?: boolean
  className?: string
}

/** VerdictNotice says how a check ended, what to do, and which cluster answered. */
export function VerdictNotice({ verdict, brief = false, className }: VerdictNoticeProps) {
  const { cluster } = verdict
  return (
    <Notice
      tone={tones[verdict.verdict]}
      role="status"
      title={verdict.message}
      advice={brief ? undefined : verdict.advice}
      command={brief ? undefined : verdict.command}
      {...(className ? { className } : {})}
    >
      <p className="text-xs break-words text-muted">
        {verdict.code && <span className="font-mono">{verdict.code} · </span>}
        {formatDuration(verdict.milliseconds)}
        {cluster && (
          <>
            {' · '}
            {cluster.brokers.length === 1 ? '1 broker' : `${cluster.brokers.length} brokers`}
            {cluster.id && (
              <>
                {' · cluster '}
                <span className="font-mono">{cluster.id}</span>
              </>
            )}
            {cluster.superUser && ' · super user'}
          </>
        )}
      </p>
    </Notice>
  )
}
