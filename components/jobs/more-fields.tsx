'use client'

import { type ReactNode, useState } from 'react'

export interface MoreFieldsProps {
  title: string
  /** Something in it is wrong: it opens, so that the reason is seen. */
  wrong: boolean
  /** Whether it is open at first, as it is where something in it differs from the usual. */
  used: boolean
  children: ReactNode
}

/** MoreFields folds what most jobs leave as it is. */
export function MoreFields({ title, wrong, used, children }: MoreFieldsProps) {
  const [open, setOpen] = useState(used)
  return (
    <details
      className="rounded-md border border-line"
      open={open || wrong}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="cursor-pointer px-3 py-2 text-sm font-medium">{title}</summary>
      <div className="px-3 pb-3">{children}</div>
    </details>
  )
}
