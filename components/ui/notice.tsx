import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { CommandLine } from './command-line.tsx'

const looks = {
  info: { icon: Info, box: 'border-line bg-sunken', tint: 'text-muted' },
  ok: { icon: CircleCheck, box: 'border-ok/30 bg-ok-soft', tint: 'text-ok' },
  warn: { icon: TriangleAlert, box: 'border-warn/30 bg-warn-soft', tint: 'text-warn' },
  bad: { icon: CircleAlert, box: 'border-bad/30 bg-bad-soft', tint: 'text-bad' },
} as const

export interface NoticeProps {
  tone?: keyof typeof looks
  title: ReactNode
  /** What to do about it. */
  advice?: ReactNode
  /** A command that does it, to be copied. */
  command?: string | undefined
  actions?: ReactNode
  /** Announced when it appears: `alert` interrupts, `status` waits. */
  role?: 'alert' | 'status'
  className?: string
  children?: ReactNode
}

/** Notice says what is, what to do about it, and the command to do it with. */
export function Notice({
  tone = 'info',
  title,
  advice,
  command,
  actions,
  role,
  className,
  children,
}: NoticeProps) {
  const { icon: Icon, box, tint } = looks[tone]
  return (
    <div role={role} className={classNames('flex gap-2.5 rounded-lg border px-3 py-2.5', box, className)}>
      <Icon aria-hidden className={classNames('mt-0.5 size-[18px] shrink-0', tint)} />
      <div className="flex min-w-0 flex-1 flex-col gap-1.5">
        <p className="font-medium break-words">{title}</p>
        {advice && <p className="text-sm break-words text-muted">{advice}</p>}
        {command && <CommandLine command={command} className="bg-surface" />}
        {children}
        {actions && <div className="flex flex-wrap gap-2 pt-0.5">{actions}</div>}
      </div>
    </div>
  )
}
