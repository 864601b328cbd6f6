'use client'

import { type Dispatch, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { RecordStream } from '#lib/client/record-stream/record-stream.ts'
import { type Extent, extentOf, type FollowAction, type FollowState, windowOf } from './follow-state.ts'

/** Pixels: a fraction of one is lost on screens with a scale. */
const SLACK = 2

export interface ListScrollOptions {
  scroller: RefObject<HTMLDivElement | null>
  /** Height of the scrolled area without its head, in pixels; 0 until it is known. */
  height: number
  stream: RecordStream | null
  state: FollowState
  dispatch: Dispatch<FollowAction>
  view: { first: number; end: number }
  rowHeight: number
  /** Pixels that the head covers at the top of the scrolled area. */
  headHeight: number
  /** Reaching the end by hand follows again only where more can come. */
  mayFollow: boolean
}

export interface ListScroll extends Extent {
  /** The first row that is really on the screen. */
  topInSight: number
  /** Rows that fit on the screen. */
  page: number
  onScroll: () => void
  /** Brings a row into sight, without that counting as a person's scrolling. */
  reveal: (sequence: number, base: number) => void
}

/**
 * useListScroll ties the scrolled area to the stream: it asks for the rows in sight, keeps the newest in sight while
 * following, and never overwrites a scroll that a person has just begun.
 */
export function useListScroll(options: ListScrollOptions): ListScroll {
  const { scroller, height, stream, state, dispatch, view, rowHeight, headHeight, mayFollow } = options
  const [scrollTop, setScrollTop] = useState(0)
  // Where we last saw, or put, the scrolled area: a smaller scrollTop at the same sizes is a person's doing.
  const known = useRef({ top: 0, height: 0, client: 0 })
  const extent = extentOf(state, view)

  useEffect(() => {
    if (stream === null || height === 0) return
    const { window, hold } = windowOf(state, { scrollTop, height, rowHeight })
    stream.look(window, hold)
  }, [stream, state, scrollTop, height, rowHeight])

  function scrolledUp(element: HTMLElement): boolean {
    const { top, height: before, client } = known.current
    return (
      element.scrollTop < top - SLACK && element.clientHeight === client && element.scrollHeight >= before
    )
  }

  function remember(element: HTMLElement) {
    known.current = { top: element.scrollTop, height: element.scrollHeight, client: element.clientHeight }
  }

  function pause() {
    dispatch({ type: 'pause', first: view.first, end: view.end })
  }

  // After every render: the number of rows, the height of the window, or the wish to follow may have changed.
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null || !state.following) return
    if (scrolledUp(element)) {
      pause()
      return
    }
    element.scrollTo({ top: element.scrollHeight })
    remember(element)
  })

  function onScroll() {
    const element = scroller.current
    if (element === null) return
    const movedDown = element.scrollTop > known.current.top + SLACK
    if (state.following && scrolledUp(element)) pause()
    const atEnd = element.scrollTop + element.clientHeight >= element.scrollHeight - SLACK
    if (!state.following && movedDown && atEnd && mayFollow) dispatch({ type: 'follow' })
    const bottom =
      extent.base + Math.ceil((element.scrollTop + element.clientHeight - headHeight) / rowHeight)
    dispatch({ type: 'see', bottom: Math.min(bottom, view.end) })
    remember(element)
    setScrollTop(element.scrollTop)
  }

  function reveal(sequence: number, base: number) {
    const element = scroller.current
    if (element === null) return
    const top = (sequence - base) * rowHeight
    if (top < element.scrollTop) element.scrollTo({ top })
    else if (top + rowHeight > element.scrollTop + element.clientHeight - headHeight) {
      element.scrollTo({ top: top + rowHeight + headHeight - element.clientHeight })
    }
    remember(element)
  }

  return {
    ...extent,
    topInSight: extent.base + Math.ceil(scrollTop / rowHeight),
    page: Math.max(1, Math.floor(height / rowHeight) - 1),
    onScroll,
    reveal,
  }
}
