'use client'

import { Check, Copy } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button, type ButtonSize, type ButtonVariant } from './button.tsx'
import { writeClipboard } from './write-clipboard.ts'

/** Long enough to be seen, short enough not to lie about a later copy. */
const SHOWN_MS = 1500

export interface CopyButtonProps {
  /** What goes to the clipboard. */
  text: string
  /** What is copied, in words: "Copy command". */
  label: string
  /** Shows the label beside the icon. */
  labelled?: boolean
  variant?: ButtonVariant
  size?: ButtonSize
  className?: string
}

export function CopyButton({ text, label, labelled, variant = 'ghost', size, className }: CopyButtonProps) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  async function copy() {
    const done = await writeClipboard(text)
    setState(done ? 'copied' : 'failed')
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setState('idle'), SHOWN_MS)
  }

  return (
    <>
      <Button
        variant={variant}
        size={size ?? (labelled ? 'sm' : 'icon-sm')}
        className={className}
        aria-label={labelled ? undefined : label}
        title={labelled ? undefined : label}
        onClick={() => void copy()}
      >
        {state === 'copied' ? <Check className="text-ok" /> : <Copy />}
        {labelled && label}
      </Button>
      <span role="status" className="sr-only">
        {state === 'copied'
          ? 'Copied'
          : state === 'failed'
            ? 'Could not copy: select the text and copy it'
            : ''}
      </span>
    </>
  )
}
