'use client'

import { Check, Copy } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button, type ButtonSize, type ButtonVariant } from './button.tsx'

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

/** The clipboard API exists only on https and localhost; elsewhere a hidden selection does the same. */
async function writeClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const area = document.createElement('textarea')
    area.value = text
    area.style.position = 'fixed'
    area.style.opacity = '0'
    const focused = document.activeElement
    // Inside a dialog that holds focus, only what is inside can be selected.
    const place = focused?.parentElement ?? document.body
    place.append(area)
    area.select()
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the one way to copy on a plain http address
    const done = document.execCommand('copy')
    area.remove()
    if (focused instanceof HTMLElement) focused.focus()
    return done
  }
}
