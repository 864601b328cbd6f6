'use client'

import { RotateCw } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'

export interface PageErrorProps {
  error: Error & { digest?: string }
  reset: () => void
}

/** PageError stands in for a page that broke; what broke is in the server's log under the same number. */
export function PageError({ error, reset }: PageErrorProps) {
  return (
    <div className="mx-auto max-w-xl px-4 pt-[12dvh]">
      <Notice
        tone="bad"
        role="alert"
        title="This page broke."
        advice="Try again. If it breaks again, tell whoever runs this Keystream what you did."
        actions={
          <Button size="sm" onClick={reset}>
            <RotateCw />
            Try again
          </Button>
        }
      >
        {error.digest && (
          <p className="text-xs text-muted">
            ask with <span className="font-mono select-all">{error.digest}</span>
          </p>
        )}
      </Notice>
    </div>
  )
}
