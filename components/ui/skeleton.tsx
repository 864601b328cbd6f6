import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** Skeleton keeps the place of something that loads. Put its meaning into a Loading around it. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden
      className={classNames('block animate-pulse-soft rounded bg-line', className ?? 'h-4 w-full')}
    />
  )
}

/** Loading says what loads to those who can't see the skeletons inside. */
export function Loading({
  label,
  className,
  children,
}: {
  label: string
  className?: string
  children?: ReactNode
}) {
  return (
    <div role="status" className={className}>
      <span className="sr-only">{label}</span>
      {children}
    </div>
  )
}
