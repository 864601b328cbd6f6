'use client'

import { useEffect, useRef, useState } from 'react'
import { isAbort } from '#lib/client/api.ts'
import {
  type FilterMode,
  type FilterParts,
  modeOf,
  specOf,
  textOf,
  withText,
} from '#lib/client/filter-draft.ts'
import { checkFilter } from '#lib/client/queries/filters.ts'
import type { FilterIssue } from '#lib/shared/filter.ts'

/** A filter begins a new reading on the server, so it waits until somebody seems to be done with typing. */
const TYPING_MS = 500

export interface FilterDraft {
  mode: FilterMode
  text: string
  issue: FilterIssue | null
  setMode: (mode: FilterMode) => void
  type: (text: string) => void
  /** Applies what was typed now. */
  enter: () => void
  /** Changes anything at once. */
  apply: (parts: FilterParts) => void
}

/**
 * useFilterDraft holds a filter while it is typed. Patterns and expressions are checked by the server first: what can't
 * be run is shown and not applied, and the former filter stays.
 */
export function useFilterDraft(
  team: string,
  parts: FilterParts,
  onChange: (parts: FilterParts) => void,
): FilterDraft {
  const [mode, setMode] = useState(() => modeOf(parts))
  const [text, setText] = useState(() => textOf(parts, mode))
  const [issue, setIssue] = useState<FilterIssue | null>(null)
  const key = JSON.stringify(specOf(parts))
  const [applied, setApplied] = useState(key)
  // The address changed from elsewhere (Back, a link, a saved filter): what was typed is out of date.
  if (applied !== key) {
    const shown = textOf(parts, mode) === '' ? modeOf(parts) : mode
    setApplied(key)
    setMode(shown)
    setText(textOf(parts, shown))
    setIssue(null)
  }

  const latest = useRef({ parts, onChange })
  useEffect(() => {
    latest.current = { parts, onChange }
  })
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const asking = useRef<AbortController>(undefined)
  useEffect(
    () => () => {
      clearTimeout(timer.current)
      asking.current?.abort()
    },
    [],
  )

  async function submit(next: FilterParts): Promise<void> {
    asking.current?.abort()
    const spec = specOf(next)
    if (spec && (spec.regex !== undefined || spec.expr !== undefined)) {
      const stop = new AbortController()
      asking.current = stop
      try {
        const [first = null] = await checkFilter(team, spec, stop.signal)
        if (stop.signal.aborted) return
        setIssue(first)
        if (first) return
      } catch (caught) {
        // Without an answer the reading itself will say what is wrong.
        if (isAbort(caught)) return
      }
    } else setIssue(null)
    latest.current.onChange(next)
  }

  function later(next: FilterParts, ms: number) {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void submit(next), ms)
  }

  return {
    mode,
    text,
    issue,
    setMode: (next) => {
      setMode(next)
      // What was typed goes along: it is the same thought, said in another way.
      const moved = withText(withText(parts, mode, ''), next, text)
      if (text !== '') later(moved, 0)
    },
    type: (typed) => {
      setText(typed)
      later(withText(parts, mode, typed), TYPING_MS)
    },
    enter: () => later(withText(parts, mode, text), 0),
    apply: (next) => later(next, 0),
  }
}
