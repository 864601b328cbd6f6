'use client'

import { useMemo, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { formatBytes, formatCount } from '#components/ui/format.ts'
import { Segmented } from '#components/ui/segmented.tsx'
import type { FieldPath } from '#lib/client/field-path.ts'
import { bytesOf } from '#lib/client/hex-lines.ts'
import { parseJsonTree } from '#lib/client/json-tree.ts'
import { decodedJson } from '#lib/client/record-json.ts'
import type { Bytes } from '#lib/shared/record.ts'
import { DecoderReasons } from './decoder-reasons.tsx'
import { FieldMenu } from './field-menu.tsx'
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
  /** The part of a record that this is. */
  path: FieldPath
}

/** BytesView shows a key, a value or a header as a tree, as text, or as bytes, and says why one of them can't be. */
export function BytesView({ name, bytes, size, missing, path }: BytesViewProps) {
  const [wanted, setWanted] = useState<Face | null>(null)
  // What a decoder made comes before what the bytes are by themselves.
  const text = bytes === null ? null : (decodedJson(bytes) ?? ('text' in bytes ? bytes.text : null))
  const tree = useMemo(() => (text === null ? null : parseJsonTree(text)), [text])
  const isText = text !== null
  const can = { tree: tree !== null, text: isText, hex: true }
  const face: Face = wanted !== null && can[wanted] ? wanted : can.tree ? 'tree' : isText ? 'text' : 'hex'
  const why = !isText
    ? bytes?.decodeError
      ? null
      : 'Not valid UTF-8, so it is shown as bytes.'
    : bytes?.truncated === true && tree === null && bytes.decoder === undefined
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
            <CopyButton label={`Copy ${name.toLowerCase()}`} text={decodedJson(bytes) ?? copyText(bytes)} />
          </>
        )}
        {bytes !== null && <FieldMenu path={path} json={jsonOf(bytes)} text={copyText(bytes)} />}
      </header>
      {bytes === null && <p className="text-sm text-muted">{missing}</p>}
      {bytes !== null && size === 0 && (
        <p className="text-sm text-muted">Empty: zero bytes, which is not null.</p>
      )}
      {bytes !== null && size !== 0 && (
        <>
          {why !== null && <p className="text-xs text-muted">{why}</p>}
          <Face face={face} name={name} bytes={bytes} text={text} tree={tree} path={path} />
          <DecoderReasons bytes={bytes} />
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

interface FaceProps {
  face: Face
  name: string
  bytes: Bytes
  text: string | null
  tree: ReturnType<typeof parseJsonTree>
  path: FieldPath
}

function Face({ face, name, bytes, text, tree, path }: FaceProps) {
  const of = path.of === 'header' ? undefined : path.of
  if (face === 'tree' && tree !== null)
    return <JsonTreeView root={tree} label={`${name}, as a tree`} of={of} />
  if (face === 'text' && text !== null) return <TextView text={text} label={`${name}, as text`} />
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

/** A longer text is a document, which nobody looks for by all of it. */
const MAX_COMPARED_CHARACTERS = 1000

function jsonOf(bytes: Bytes): string | null {
  if (!('text' in bytes) || bytes.truncated === true) return null
  return bytes.text.length > MAX_COMPARED_CHARACTERS ? null : JSON.stringify(bytes.text)
}
