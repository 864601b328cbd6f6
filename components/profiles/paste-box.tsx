'use client'

import { Eye, EyeOff, FileUp, X } from 'lucide-react'
import { type DragEvent, type Ref, useImperativeHandle, useRef, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { classNames } from '#components/ui/class-names.ts'
import type { ParseIssue } from '#lib/shared/credential.ts'
import { MAX_PASTE_BYTES } from '#lib/shared/profile.ts'
import { highlightPaste } from './highlight-paste.ts'
import { Gutter, marksOf, PasteLines } from './paste-lines.tsx'
import { readTextFile } from './read-text-file.ts'

export interface PasteBoxHandle {
  focusLine: (line: number) => void
}

export interface PasteBoxProps {
  ref: Ref<PasteBoxHandle>
  text: string
  onTextChange: (text: string) => void
  issues: readonly ParseIssue[]
  /** Ids of what describes the box, such as the summary of what was understood. */
  describedBy: string
}

const placeholder = `Paste all of what get-credentials prints:
plain, YAML or JSON, with or without the prompt around it.

Or drop a file here.`

/**
 * PasteBox is a text box with line numbers, marks at lines with issues, and blurred secrets. What is seen is drawn
 * under a transparent textarea of the very same metrics, so that typing, selecting, undo and screen readers are the
 * browser's own.
 */
export function PasteBox({ ref, text, onTextChange, issues, describedBy }: PasteBoxProps) {
  const area = useRef<HTMLTextAreaElement>(null)
  const file = useRef<HTMLInputElement>(null)
  const [shown, setShown] = useState(false)
  const [over, setOver] = useState(false)
  const [refused, setRefused] = useState<string | null>(null)
  // Longer than a paste may be: the parser refuses it, and drawing megabytes would only make the refusal late.
  const tooLong = text.length > MAX_PASTE_BYTES
  const lines = tooLong ? [] : highlightPaste(text)
  const marks = marksOf(issues)

  useImperativeHandle(ref, () => ({
    focusLine(line) {
      const start =
        text
          .split('\n')
          .slice(0, line - 1)
          .join('\n').length + (line > 1 ? 1 : 0)
      const end = text.indexOf('\n', start)
      area.current?.focus()
      area.current?.setSelectionRange(start, end < 0 ? text.length : end)
    },
  }))

  async function take(taken: File | undefined) {
    if (!taken) return
    const content = await readTextFile(taken)
    setRefused(content === null ? 'That file is too large: a paste has at most 64 KiB.' : null)
    if (content !== null) onTextChange(content)
    area.current?.focus()
  }

  function onDrop(event: DragEvent) {
    event.preventDefault()
    setOver(false)
    const dropped = event.dataTransfer.files[0]
    if (dropped) void take(dropped)
    else onTextChange(event.dataTransfer.getData('text/plain'))
  }

  return (
    <section
      aria-label="The paste"
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
      className={classNames(
        'flex min-w-0 flex-col overflow-hidden rounded-lg border bg-surface',
        'has-[textarea:focus-visible]:border-accent has-[textarea:focus-visible]:outline-1 has-[textarea:focus-visible]:outline-accent',
        over ? 'border-accent bg-accent-soft' : 'border-edge',
      )}
    >
      <div className="relative grid max-h-[62dvh] min-h-56 flex-1 grid-cols-[auto_minmax(0,1fr)] overflow-auto font-mono text-sm leading-5 lg:min-h-[26rem] pointer-coarse:text-[16px] pointer-coarse:leading-6">
        <Gutter count={Math.max(lines.length, 1)} marks={marks} />
        <div className="grid w-max min-w-full">
          <pre
            aria-hidden
            className="pointer-events-none col-start-1 row-start-1 min-h-full px-2.5 py-2 pr-6"
          >
            <PasteLines lines={lines} marks={marks} shown={shown} />
          </pre>
          <textarea
            ref={area}
            aria-label="Output of get-credentials"
            aria-describedby={describedBy}
            // biome-ignore lint/a11y/noAutofocus: this page is there to be pasted into
            autoFocus
            spellCheck={false}
            autoComplete="off"
            autoCapitalize="off"
            wrap="off"
            placeholder={placeholder}
            value={text}
            onChange={(event) => {
              setRefused(null)
              onTextChange(event.target.value)
            }}
            className={classNames(
              'col-start-1 row-start-1 resize-none overflow-hidden bg-transparent px-2.5 py-2 whitespace-pre caret-ink outline-none',
              text === '' ? 'min-w-0' : 'text-transparent',
              tooLong && '[text-shadow:0_0_7px_var(--ink)]',
            )}
          />
        </div>
      </div>
      {refused && (
        <p role="alert" className="border-t border-line px-3 py-1.5 text-sm text-bad">
          {refused}
        </p>
      )}
      <div className="flex items-center gap-1 border-t border-line px-1.5 py-1">
        <Button variant="ghost" size="sm" onClick={() => file.current?.click()}>
          <FileUp />
          File
        </Button>
        <input
          ref={file}
          type="file"
          aria-label="Take a file"
          tabIndex={-1}
          className="sr-only"
          onChange={(event) => {
            void take(event.target.files?.[0])
            event.target.value = ''
          }}
        />
        <Button variant="ghost" size="sm" aria-pressed={shown} onClick={() => setShown((now) => !now)}>
          {shown ? <EyeOff /> : <Eye />}
          {shown ? 'Blur secrets' : 'Show secrets'}
        </Button>
        {text !== '' && (
          <Button
            variant="ghost"
            size="sm"
            className="ml-auto"
            onClick={() => {
              onTextChange('')
              area.current?.focus()
            }}
          >
            <X />
            Clear
          </Button>
        )}
      </div>
    </section>
  )
}
