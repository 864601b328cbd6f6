'use client'

import { useEffect, useEffectEvent } from 'react'

/** usePasteAnywhere hears a paste that goes into no field, wherever on the page it happens. */
export function usePasteAnywhere(onText: (text: string) => void): void {
  const heard = useEffectEvent(onText)
  useEffect(() => {
    function onPaste(event: ClipboardEvent) {
      const target = event.target
      const inField =
        target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || isEditable(target)
      const text = event.clipboardData?.getData('text/plain') ?? ''
      if (inField || event.defaultPrevented || text.trim() === '') return
      event.preventDefault()
      heard(text)
    }
    document.addEventListener('paste', onPaste)
    return () => document.removeEventListener('paste', onPaste)
  }, [])
}

function isEditable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.isContentEditable
}
