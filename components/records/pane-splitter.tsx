'use client'

import { type KeyboardEvent, type PointerEvent, useRef } from 'react'

/** A pane keeps at least this share of what two neighbours have together. */
const LEAST = 0.15
const STEP = 0.05

export interface PaneSplitterProps {
  label: string
  /** How much of the width the panes before and after it have, in relation to each other. */
  before: number
  after: number
  onChange: (before: number, after: number) => void
}

/** PaneSplitter stands between two panes and moves their border, by mouse, finger and arrow keys. */
export function PaneSplitter({ label, before, after, onChange }: PaneSplitterProps) {
  const drawn = useRef<{ from: number; share: number; pixels: number } | null>(null)
  const splitter = useRef<HTMLDivElement>(null)
  const both = before + after
  const share = before / both

  function split(next: number) {
    const bound = Math.min(Math.max(next, LEAST), 1 - LEAST)
    onChange(both * bound, both * (1 - bound))
  }

  function begin(event: PointerEvent) {
    if (event.button !== 0) return
    event.preventDefault()
    splitter.current?.setPointerCapture(event.pointerId)
    const pane = splitter.current?.parentElement?.offsetWidth ?? 1
    drawn.current = { from: event.clientX, share, pixels: pane / share }
  }

  function draw(event: PointerEvent) {
    if (drawn.current === null) return
    const { from, share: old, pixels } = drawn.current
    split(old + (event.clientX - from) / pixels)
  }

  function end() {
    drawn.current = null
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'ArrowLeft') split(share - STEP)
    else if (event.key === 'ArrowRight') split(share + STEP)
    else if (event.key === 'Home') split(LEAST)
    else if (event.key === 'End') split(1 - LEAST)
    else if (event.key === 'Enter') split(0.5)
    else return
    event.preventDefault()
  }

  return (
    <div
      ref={splitter}
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={Math.round(share * 100)}
      aria-valuemin={LEAST * 100}
      aria-valuemax={(1 - LEAST) * 100}
      tabIndex={0}
      onPointerDown={begin}
      onPointerMove={draw}
      onPointerUp={end}
      onPointerCancel={end}
      onDoubleClick={() => split(0.5)}
      onKeyDown={onKeyDown}
      className="mx-0.5 flex w-2 shrink-0 cursor-col-resize touch-none justify-center rounded after:w-px after:rounded after:bg-line hover:after:w-1 hover:after:bg-accent focus-visible:after:w-1 focus-visible:after:bg-accent"
    />
  )
}
