'use client'

import { EyeOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'

const SECOND_MS = 1000

/** FilledNotice says that secrets stand on the screen, and counts down to when they are gone. */
export function FilledNotice({ until, onHide }: { until: number; onHide: () => void }) {
  const [left, setLeft] = useState(() => secondsTo(until))
  useEffect(() => {
    const timer = setInterval(() => setLeft(secondsTo(until)), SECOND_MS)
    return () => clearInterval(timer)
  }, [until])
  return (
    <Notice
      tone="warn"
      title="The secrets stand in the text: keep these files to yourself, and out of version control."
      actions={
        <Button size="sm" onClick={onHide}>
          <EyeOff />
          Hide
        </Button>
      }
    >
      <p role="timer" className="text-xs text-muted tabular-nums">
        Hidden again in {left} s
      </p>
    </Notice>
  )
}

const secondsTo = (until: number) => Math.max(0, Math.ceil((until - performance.now()) / SECOND_MS))
