'use client'

import { RotateCw } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { apiErrorOf } from '#lib/client/api.ts'
import type { ApiError } from '#lib/shared/error-code.ts'

export interface ProblemProps {
  /** What was caught, or an ApiError that came in a stream. */
  error: unknown
  onRetry?: () => void
  className?: string
}

/** Problem shows a failure: what happened, what to do about it, the command that does it, and the number to ask with. */
export function Problem({ error, onRetry, className }: ProblemProps) {
  const shown = isApiError(error) ? error : apiErrorOf(error)
  return (
    <Notice
      tone="bad"
      role="alert"
      title={shown.message}
      advice={shown.advice}
      command={shown.command}
      {...(className ? { className } : {})}
      actions={
        onRetry && (
          <Button size="sm" onClick={onRetry}>
            <RotateCw />
            Try again
          </Button>
        )
      }
    >
      <p className="text-xs text-muted">
        <span className="font-mono">{shown.code}</span>
        {shown.line !== undefined && <> · line {shown.line}</>}
        {shown.correlationId && (
          <>
            {' '}
            · ask with <span className="font-mono select-all">{shown.correlationId}</span>
          </>
        )}
      </p>
    </Notice>
  )
}

function isApiError(value: unknown): value is ApiError {
  return (
    typeof value === 'object' &&
    value !== null &&
    !(value instanceof Error) &&
    'code' in value &&
    'message' in value
  )
}
