'use client'

import { useState } from 'react'
import { HEX_LINE_BYTES, hexLine } from '#lib/client/hex-lines.ts'

const LINE = 18
const HEIGHT = 320
const OVERSCAN = 8

/** HexView shows bytes as a dump, sixteen a line; only the lines in sight are there, whatever the size. */
export function HexView({ bytes, label }: { bytes: Uint8Array; label: string }) {
  const [top, setTop] = useState(0)
  const lines = Math.ceil(bytes.length / HEX_LINE_BYTES)
  const first = Math.max(0, Math.floor(top / LINE) - OVERSCAN)
  const last = Math.min(lines, Math.ceil((top + HEIGHT) / LINE) + OVERSCAN)
  const shown = Array.from({ length: Math.max(0, last - first) }, (_, index) => first + index)
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard
      tabIndex={0}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      style={{ maxHeight: HEIGHT }}
      className="relative overflow-auto rounded-md border border-line font-mono text-xs"
    >
      <div className="relative w-max min-w-full" style={{ height: lines * LINE }}>
        <div className="absolute inset-x-0" style={{ top: first * LINE }}>
          {shown.map((index) => {
            const { place, hex, ascii } = hexLine(bytes, index)
            return (
              <div
                key={index}
                className="px-2 whitespace-pre"
                style={{ height: LINE, lineHeight: `${LINE}px` }}
              >
                <span className="text-faint">{place}</span>
                {'  '}
                {hex}
                {'  '}
                <span className="text-muted">{ascii}</span>
              </div>
            )
          })}
        </div>
      </div>
    </section>
  )
}
