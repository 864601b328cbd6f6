import { classNames } from './class-names.ts'

const colours = {
  idle: 'bg-edge',
  ok: 'bg-ok',
  warn: 'bg-warn',
  bad: 'bg-bad',
  live: 'bg-live animate-pulse-soft',
} as const

/** StatusDot only repeats in colour what words beside it say. */
export function StatusDot({ status, className }: { status: keyof typeof colours; className?: string }) {
  return (
    <span
      aria-hidden
      className={classNames('inline-block size-2 shrink-0 rounded-full', colours[status], className)}
    />
  )
}
