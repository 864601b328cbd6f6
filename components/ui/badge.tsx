import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'

const tones = {
  neutral: 'border-line bg-sunken text-muted',
  accent: 'border-transparent bg-accent-soft text-accent',
  ok: 'border-transparent bg-ok-soft text-ok',
  warn: 'border-transparent bg-warn-soft text-warn',
  bad: 'border-transparent bg-bad-soft text-bad',
  live: 'border-line bg-surface text-live',
} as const

export type Tone = keyof typeof tones

export interface BadgeProps extends ComponentProps<'span'> {
  tone?: Tone
}

/** Badge is a word or two with a meaning; the words alone must carry it, the colour only helps. */
export function Badge({ tone = 'neutral', className, ...rest }: BadgeProps) {
  return (
    <span
      className={classNames(
        'inline-flex h-5 max-w-full items-center gap-1 truncate rounded-[5px] border px-1.5 text-xs font-medium whitespace-nowrap',
        '[&_svg]:size-3 [&_svg]:shrink-0',
        tones[tone],
        className,
      )}
      {...rest}
    />
  )
}
