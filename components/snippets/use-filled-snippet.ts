'use client'

import { useEffect, useRef, useState } from 'react'
import { useTeam } from '#components/shell/team-context.tsx'
import { useRecentProof } from '#components/team/prove-it-is-you.tsx'
import { fillSnippet } from '#lib/client/queries/snippets.ts'
import type { Snippet, SnippetKind } from '#lib/shared/snippet.ts'

export interface FilledSnippetControl {
  shown: { snippet: Snippet; until: number } | null
  fill: (asked: { kind: SnippetKind; topic: string | undefined; reason: string }) => Promise<void>
  hide: () => void
}

/**
 * useFilledSnippet holds the program with its secrets in this component's memory and nowhere else, until its time is
 * over, the page is left, or it is hidden. Asks for a recent proof of who is there when the server wants one.
 */
export function useFilledSnippet(profile: string): FilledSnippetControl {
  const { team } = useTeam()
  const proof = useRecentProof()
  const [shown, setShown] = useState<FilledSnippetControl['shown']>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  function hide() {
    clearTimeout(timer.current)
    setShown(null)
  }

  return {
    shown,
    hide,
    fill: async ({ kind, topic, reason }) => {
      hide()
      const given = reason.trim()
      const body = { ...(topic === undefined ? {} : { topic }), ...(given === '' ? {} : { reason: given }) }
      const snippet = await proof.run(() => fillSnippet(team.id, profile, kind, body))
      const ms = snippet.shownForSeconds * 1000
      setShown({ snippet, until: performance.now() + ms })
      timer.current = setTimeout(hide, ms)
    },
  }
}
