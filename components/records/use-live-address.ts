'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback, useEffect, useRef, useState } from 'react'
import { formatLiveAddress, MAX_PANES, parseLiveAddress } from '#lib/client/live-address.ts'
import type { RecordAddress } from '#lib/client/record-address.ts'

/** Browsers allow some tens of changes of an address in ten seconds; a held arrow key makes more. */
const WRITE_AFTER_MS = 250

export interface LivePane {
  /** Stays with a pane when one before it is closed, so that its reading goes on. */
  id: number
  address: RecordAddress
}

export interface UseLiveAddress {
  /** What each pane shows; at least one. */
  panes: readonly LivePane[]
  /** Changes what a pane, by its id, reads: a step that the browser's Back undoes. */
  change: (pane: number, part: Partial<RecordAddress>) => void
  /** Changes only how it is looked at: the present entry of the history is rewritten. */
  adjust: (pane: number, part: Partial<RecordAddress>) => void
  /** Puts another pane beside the others, as long as there is room. Gives the id of the last one. */
  add: (address: RecordAddress) => number
  /** Takes a pane away; the last one stays. */
  remove: (pane: number) => void
}

/** useLiveAddress keeps the live page's state in the page's address, so that a reload or a sent link shows the same. */
export function useLiveAddress(): UseLiveAddress {
  const query = useSearchParams().toString()
  const [panes, setPanes] = useState<readonly LivePane[]>(() => parse(query))
  // Two panes may change in the same moment: each change goes on from the newest, not from the last one drawn.
  const newest = useRef(panes)
  const written = useRef(query)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  const show = useCallback((next: readonly LivePane[]) => {
    newest.current = next
    setPanes(next)
  }, [])

  // Another address came from outside: Back, a link to another record, the palette.
  useEffect(() => {
    if (query === written.current) return
    written.current = query
    show(parse(query))
  }, [query, show])
  const write = useCallback((how: 'pushState' | 'replaceState') => {
    clearTimeout(timer.current)
    timer.current = undefined
    const text = formatLiveAddress(newest.current.map((each) => each.address)).toString()
    if (text === written.current) return
    written.current = text
    window.history[how](null, '', text === '' ? window.location.pathname : `?${text}`)
  }, [])

  // Written while a navigation is under way, it would undo that: so it is written before whatever is done next.
  useEffect(() => {
    const writeNow = (event: Event): void => {
      // A key that is held steps through records; browsers take only so many addresses a second.
      const held = event instanceof KeyboardEvent && event.repeat
      if (timer.current !== undefined && !held) write('replaceState')
    }
    const moves = ['pointerdown', 'keydown'] as const
    for (const move of moves) document.addEventListener(move, writeNow, true)
    return () => {
      clearTimeout(timer.current)
      for (const move of moves) document.removeEventListener(move, writeNow, true)
    }
  }, [write])

  const change = useCallback(
    (pane: number, part: Partial<RecordAddress>) => {
      show(changed(newest.current, pane, part))
      write('pushState')
    },
    [show, write],
  )

  const adjust = useCallback(
    (pane: number, part: Partial<RecordAddress>) => {
      show(changed(newest.current, pane, part))
      clearTimeout(timer.current)
      timer.current = setTimeout(() => write('replaceState'), WRITE_AFTER_MS)
    },
    [show, write],
  )

  const add = useCallback(
    (address: RecordAddress) => {
      const last = Math.max(...newest.current.map((each) => each.id))
      if (newest.current.length >= MAX_PANES) return last
      show([...newest.current, { id: last + 1, address }])
      write('pushState')
      return last + 1
    },
    [show, write],
  )

  const remove = useCallback(
    (pane: number) => {
      if (newest.current.length < 2) return
      show(newest.current.filter((each) => each.id !== pane))
      write('pushState')
    },
    [show, write],
  )

  return { panes, change, adjust, add, remove }
}

function parse(query: string): readonly LivePane[] {
  return parseLiveAddress(new URLSearchParams(query)).map((address, id) => ({ id, address }))
}

function changed(
  panes: readonly LivePane[],
  pane: number,
  part: Partial<RecordAddress>,
): readonly LivePane[] {
  return panes.map((each) => (each.id === pane ? { ...each, address: { ...each.address, ...part } } : each))
}
