'use client'

import { Check, Copy, Eye, EyeOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import type { RevealControl, ShownSecret } from './use-reveal.ts'

export interface SecretRowProps {
  field: string
  reveal: RevealControl
  mayReveal: boolean
  onAsk: (purpose: 'show' | 'copy') => void
}

/** SecretRow is one secret: its name, dots of no telling length, and the ways to see it. */
export function SecretRow({ field, reveal, mayReveal, onAsk }: SecretRowProps) {
  const shown = reveal.shown?.field === field ? reveal.shown : null
  const copied = reveal.copied === field
  return (
    <li className="flex flex-col gap-1.5 px-3 py-2">
      <div className="flex min-h-7 items-center gap-2">
        <span className="min-w-0 flex-1 truncate font-mono text-sm">{field}</span>
        {!shown && (
          <span aria-hidden className="font-mono text-faint select-none">
            ••••••••
          </span>
        )}
        {mayReveal && !shown && (
          <>
            <Button size="sm" aria-label={`Show ${field}`} onClick={() => onAsk('show')}>
              <Eye />
              Show
            </Button>
            <Button
              size="sm"
              aria-label={`Copy ${field} without showing it`}
              title="Copies without showing"
              onClick={() => onAsk('copy')}
            >
              {copied ? <Check className="text-ok" /> : <Copy />}
              {copied ? 'Copied' : 'Copy'}
            </Button>
          </>
        )}
        {shown && (
          <Button size="sm" onClick={reveal.hide}>
            <EyeOff />
            Hide
          </Button>
        )}
      </div>
      {shown && <Shown secret={shown} />}
      <span role="status" className="sr-only">
        {copied ? `${field} is in the clipboard` : ''}
      </span>
    </li>
  )
}

function Shown({ secret }: { secret: ShownSecret }) {
  const left = useSecondsLeft(secret.until)
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-start gap-1 rounded-md border border-line bg-sunken py-0.5 pr-0.5 pl-2.5">
        <code
          data-testid="secret"
          className="max-h-48 min-w-0 flex-1 overflow-y-auto py-1 font-mono text-sm break-all whitespace-pre-wrap select-all"
        >
          {secret.value}
        </code>
        <CopyButton text={secret.value} label={`Copy ${secret.field}`} />
      </div>
      <p role="timer" className="text-xs text-muted tabular-nums">
        Hidden again in {left} s
      </p>
    </div>
  )
}

const SECOND_MS = 1000

function useSecondsLeft(until: number): number {
  const [left, setLeft] = useState(() => secondsTo(until))
  useEffect(() => {
    const timer = setInterval(() => setLeft(secondsTo(until)), SECOND_MS)
    return () => clearInterval(timer)
  }, [until])
  return left
}

const secondsTo = (until: number) => Math.max(0, Math.ceil((until - performance.now()) / SECOND_MS))
