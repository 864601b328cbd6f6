'use client'

import { useMemo, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { formatBytes, formatCount } from '#components/ui/format.ts'
import { Segmented } from '#components/ui/segmented.tsx'
import { bytesOf } from '#lib/client/hex-lines.ts'
import { parseJsonTree } from '#lib/client/json-tree.ts'
import type { Bytes } from '#lib/shared/record.ts'
import { HexView } from './hex-view.tsx'
import { JsonTreeView } from './json-tree-view.tsx'

/** Text beyond this makes the browser lay out for seconds; the rest is shown when asked for. */
const SHOWN_CHARACTERS = 128 * 1024

type Face = 'tree' | 'text' | 'hex'

export interface BytesViewProps {
  /** Key, Value, or a header's name. */
  name: string
  bytes: Bytes | null
  /** Size on the wire; `bytes` may be only the beginning. */
  size: number | null
  /** What a null means here. */
  missing: string
}

/** BytesView shows a key, a value or a header as a tree, as text, or as bytes, and says why one of them can't be. */
export function BytesView({ name, bytes, size, missing }: BytesViewProps) {
  const [wanted, setWanted] = useState<Face | null>(null)
  const tree = useMemo(() => (bytes !== null && 'text' in bytes ? parseJsonTree(bytes.text) : null), [bytes])
  const isText = bytes !== null && 'text' in bytes
  const can = { tree: tree !== null, text: isText, hex: true }
  const face: Face = wanted !== null && can[wanted] ? wanted : can.tree ? 'tree' : isText ? 'text' : 'hex'
  const why = !isText
    ? 'Not valid UTF-8, so it is shown as bytes.'
    : bytes.truncated === true && tree === null
      ? 'Only the beginning is here: JSON can be read when it is whole.'
      : null
  return (
    <section className="flex flex-col gap-1.5" aria-label={name}>
      <header className="flex min-h-7 flex-wrap items-center gap-2">
        <h3 className="text-sm font-medium">{name}</h3>
        {size !== null && <span className="text-xs text-muted">{formatBytes(size)}</span>}
        <span className="flex-1" />
        {bytes !== null && size !== 0 && (
          <>
            <Segmented
              label={`Show ${name.toLowerCase()} as`}
              size="sm"
              value={face}
              onValueChange={setWanted}
              options={[
                { value: 'tree', label: 'Tree', disabled: !can.tree },
                { value: 'text', label: 'Text', disabled: !can.text },
                { value: 'hex', label: 'Hex' },
              ]}
            />
            <CopyButton label={`Copy ${name.toLowerCase()}`} text={copyText(bytes)} />
          </>
        )}
      </header>
      {bytes === null && <p className="text-sm text-muted">{missing}</p>}
      {bytes !== null && size === 0 && (
        <p className="text-sm text-muted">Empty: zero bytes, which is not null.</p>
      )}
      {bytes !== null && size !== 0 && (
        <>
          {why !== null && <p className="text-xs text-muted">{why}</p>}
          <Face face={face} name={name} bytes={bytes} tree={tree} />
          {bytes.truncated === true && size !== null && (
            <p className="text-xs text-warn">
              The first {formatBytes(bytesOf(bytes).length)} of {formatBytes(size)}.
            </p>
          )}
        </>
      )}
    </section>
  )
}

function Face(props: { face: Face; name: string; bytes: Bytes; tree: ReturnType<typeof parseJsonTree> }) {
  const { face, name, bytes, tree } = props
  if (face === 'tree' && tree !== null) return <JsonTreeView root={tree} label={`${name}, as a tree`} />
  if (face === 'text' && 'text' in bytes) return <TextView text={bytes.text} label={`${name}, as text`} />
  return <HexView bytes={bytesOf(bytes)} label={`${name}, as bytes`} />
}

function TextView({ text, label }: { text: string; label: string }) {
  const [whole, setWhole] = useState(false)
  const cut = !whole && text.length > SHOWN_CHARACTERS
  return (
    <>
      <section
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard
        tabIndex={0}
        className="max-h-96 overflow-auto rounded-md border border-line p-2"
      >
        <pre className="font-mono text-xs leading-5 break-words whitespace-pre-wrap">
          {cut ? text.slice(0, SHOWN_CHARACTERS) : text}
        </pre>
      </section>
      {cut && (
        <Button size="sm" onClick={() => setWhole(true)}>
          Show the other {formatCount(text.length - SHOWN_CHARACTERS)} characters
        </Button>
      )}
    </>
  )
}

/** Beyond this, hexadecimal digits would be megabytes made at every render; base64 is there as it came. */
const HEX_COPY_BYTES = 64 * 1024

/** Bytes that are no text are copied as hexadecimal digits, which every tool takes, or as base64 when there are many. */
function copyText(bytes: Bytes): string {
  if ('text' in bytes) return bytes.text
  if (bytes.base64.length > HEX_COPY_BYTES) return bytes.base64
  return Array.from(bytesOf(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
