'use client'

import { memo } from 'react'
import { classNames } from '#components/ui/class-names.ts'
import type { ParseIssue } from '#lib/shared/credential.ts'
import type { Piece } from './highlight-paste.ts'

type Mark = ParseIssue['severity']

/** marksOf gives each line with issues the mark of its worst one. */
export function marksOf(issues: readonly ParseIssue[]): Map<number, Mark> {
  const worst: readonly Mark[] = ['info', 'warning', 'error']
  const marks = new Map<number, Mark>()
  for (const { line, severity } of issues) {
    if (line === undefined) continue
    const before = marks.get(line)
    if (!before || worst.indexOf(severity) > worst.indexOf(before)) marks.set(line, severity)
  }
  return marks
}

const markColours = {
  error: 'text-bad bg-bad-soft',
  warning: 'text-warn bg-warn-soft',
  info: 'text-muted bg-sunken',
}

/** Gutter numbers the lines and marks those with issues. */
export function Gutter({ count, marks }: { count: number; marks: ReadonlyMap<number, Mark> }) {
  const numbers = Array.from({ length: count }, (_, index) => index + 1)
  return (
    <div
      aria-hidden
      className="sticky left-0 z-1 min-w-9 border-r border-line bg-sunken py-2 text-right text-xs text-faint select-none"
    >
      {numbers.map((number) => {
        const mark = marks.get(number)
        return (
          <div
            key={number}
            className={classNames(
              'h-5 px-2 leading-5 pointer-coarse:h-6 pointer-coarse:leading-6',
              mark && `font-bold ${markColours[mark]}`,
            )}
          >
            {number}
          </div>
        )
      })}
    </div>
  )
}

export interface PasteLinesProps {
  lines: readonly (readonly Piece[])[]
  marks: ReadonlyMap<number, Mark>
  /** Secrets are shown, not blurred. */
  shown: boolean
}

/** PasteLines draws what is seen of the text. */
export function PasteLines({ lines, marks, shown }: PasteLinesProps) {
  return lines.map((pieces, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
    <Line key={index} text={keyOf(pieces)} pieces={pieces} mark={marks.get(index + 1)} shown={shown} />
  ))
}

interface LineProps {
  text: string
  pieces: readonly Piece[]
  mark: Mark | undefined
  shown: boolean
}

/** A line is drawn anew only when its own text, mark or blur changed: a key typed touches one line of a thousand. */
const Line = memo(
  function Line({ pieces, mark, shown }: LineProps) {
    return (
      <div className={classNames('h-5 pointer-coarse:h-6', mark && markColours[mark].split(' ')[1])}>
        {pieces.map((piece, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name
            key={index}
            className={classNames(
              piece.kind === 'name' && 'text-accent',
              piece.kind === 'secret' &&
                !shown &&
                'rounded-sm bg-line/60 text-transparent [text-shadow:0_0_7px_var(--muted)]',
            )}
          >
            {piece.text}
          </span>
        ))}
      </div>
    )
  },
  (a, b) => a.text === b.text && a.mark === b.mark && a.shown === b.shown,
)

function keyOf(pieces: readonly Piece[]): string {
  return pieces.map((piece) => `${piece.kind}${piece.text}`).join('\u0000')
}
