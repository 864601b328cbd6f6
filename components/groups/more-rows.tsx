'use client'

import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { formatCount } from '#components/ui/format.ts'

/** As many rows as are drawn at once without a pause. */
const STEP = 100

export interface ShownRows {
  readonly shown: number
  readonly total: number
  readonly more: () => void
}

/** useShownRows keeps a long table short until more of it is asked for. */
export function useShownRows(total: number): ShownRows {
  const [wanted, setWanted] = useState(STEP)
  return { shown: Math.min(wanted, total), total, more: () => setWanted((before) => before + STEP) }
}

/** MoreRows stands under a table that is not shown whole. */
export function MoreRows({ rows: { shown, total, more }, what }: { rows: ShownRows; what: string }) {
  if (shown >= total) return null
  return (
    <div className="flex flex-wrap items-center justify-center gap-3 border-t border-line p-2 text-sm text-muted">
      <span role="status">
        {formatCount(shown)} of {formatCount(total)} {what}
      </span>
      <Button size="sm" onClick={more}>
        Show {formatCount(Math.min(STEP, total - shown))} more
      </Button>
    </div>
  )
}
