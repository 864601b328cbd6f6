'use client'

import { useEffect, useRef, useState } from 'react'
import { useTeam } from '#components/shell/team-context.tsx'
import { useRecentProof } from '#components/team/prove-it-is-you.tsx'
import { writeClipboard } from '#components/ui/write-clipboard.ts'
import { revealSecret } from '#lib/client/queries/care.ts'

export interface ShownSecret {
  field: string
  value: string
  /** When it goes away, in this page's own time (performance.now). */
  until: number
}

export interface RevealControl {
  shown: ShownSecret | null
  /** The field that was copied last, for a moment. */
  copied: string | null
  show: (field: string, reason: string) => Promise<void>
  /** Copies without showing; false when the browser did not let it. */
  copy: (field: string, reason: string) => Promise<boolean>
  hide: () => void
}

const COPIED_MS = 3_000

/**
 * useReveal holds the one secret that is on the screen, in this component's memory and nowhere else, until its time is
 * over, the page is left, or it is hidden. Asks for a recent proof of who is there when the server wants one.
 */
export function useReveal(profile: string): RevealControl {
  const { team } = useTeam()
  const proof = useRecentProof()
  const [shown, setShown] = useState<ShownSecret | null>(null)
  const [copied, setCopied] = useState<string | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  function forget() {
    clearTimeout(timer.current)
    setShown(null)
  }

  function ask(field: string, reason: string, purpose: 'show' | 'copy') {
    const given = reason.trim()
    const body = { field, purpose, ...(given === '' ? {} : { reason: given }) }
    return proof.run(() => revealSecret(team.id, profile, body))
  }

  return {
    shown,
    copied,
    hide: forget,
    show: async (field, reason) => {
      forget()
      const { value, shownForSeconds } = await ask(field, reason, 'show')
      setShown({ field, value, until: performance.now() + shownForSeconds * 1000 })
      timer.current = setTimeout(forget, shownForSeconds * 1000)
    },
    copy: async (field, reason) => {
      forget()
      const { value } = await ask(field, reason, 'copy')
      const done = await writeClipboard(value)
      setCopied(done ? field : null)
      timer.current = setTimeout(() => setCopied(null), COPIED_MS)
      return done
    },
  }
}
