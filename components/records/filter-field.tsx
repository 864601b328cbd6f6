'use client'

import { type KeyboardEvent, type RefObject, useId, useState } from 'react'
import { flushSync } from 'react-dom'
import { classNames } from '#components/ui/class-names.ts'
import { Input } from '#components/ui/input.tsx'
import { type Completion, completeExpression } from '#lib/client/complete-expression.ts'
import type { FilterMode } from '#lib/client/filter-draft.ts'
import type { FilterIssue } from '#lib/shared/filter.ts'
import { FilterIssueLine } from './filter-issue-line.tsx'

const looks: Readonly<Record<FilterMode, { label: string; placeholder: string; max: number }>> = {
  text: { label: 'Show records that contain', placeholder: 'Contains …', max: 1000 },
  regex: { label: 'Show records that match the pattern', placeholder: 'order-\\d+ (failed|lost)', max: 1000 },
  expr: {
    label: 'Show records for which this is true',
    placeholder: 'value.status == "FAILED"',
    max: 4000,
  },
}

const nothing: Completion = { from: 0, words: [] }

export interface FilterFieldProps {
  input: RefObject<HTMLInputElement | null>
  mode: FilterMode
  text: string
  issue: FilterIssue | null
  /** The fields of the records that are held now. */
  fields: () => Promise<readonly string[]>
  onType: (text: string) => void
  onEnter: () => void
}

/** FilterField is the line in which a filter is typed: expressions with completion, and what is wrong under it. */
export function FilterField(props: FilterFieldProps) {
  const { input, mode, text, issue, fields, onType, onEnter } = props
  const [completion, setCompletion] = useState(nothing)
  const [active, setActive] = useState(-1)
  const [known, setKnown] = useState<readonly string[]>([])
  const [focused, setFocused] = useState(false)
  const id = useId()
  const visible = completion.words.length > 0

  function close() {
    setCompletion(nothing)
    setActive(-1)
  }

  function take(word: string) {
    const caret = input.current?.selectionStart ?? text.length
    // The caret can be set when the field holds the new text; a frame later it would jump under somebody who types on.
    flushSync(() => onType(text.slice(0, completion.from) + word + text.slice(caret)))
    close()
    const end = completion.from + word.length
    input.current?.setSelectionRange(end, end)
  }

  function onKeyDown(event: KeyboardEvent) {
    const { length } = completion.words
    if (visible && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault()
      setActive((active + (event.key === 'ArrowDown' ? 1 : active < 0 ? 0 : -1) + length) % length)
    } else if (visible && event.key === 'Escape') {
      event.stopPropagation()
      close()
    } else if (visible && (event.key === 'Tab' || (event.key === 'Enter' && active >= 0))) {
      event.preventDefault()
      take(completion.words[Math.max(0, active)] ?? '')
    } else if (event.key === 'Enter') {
      close()
      onEnter()
    }
  }

  return (
    <>
      <Input
        ref={input}
        mono
        role="combobox"
        aria-label={looks[mode].label}
        aria-expanded={visible}
        aria-controls={visible ? `${id}-list` : undefined}
        aria-activedescendant={visible && active >= 0 ? `${id}-${active}` : undefined}
        aria-autocomplete="list"
        aria-invalid={issue ? true : undefined}
        aria-describedby={issue ? `${id}-issue` : undefined}
        placeholder={looks[mode].placeholder}
        maxLength={looks[mode].max}
        className="pr-36 pl-24"
        value={text}
        onFocus={() => {
          setFocused(true)
          if (mode === 'expr') void fields().then(setKnown)
        }}
        onBlur={() => {
          setFocused(false)
          close()
        }}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          const { value, selectionStart } = event.target
          onType(value)
          setActive(-1)
          setCompletion(
            mode === 'expr' ? completeExpression(value, selectionStart ?? value.length, known) : nothing,
          )
        }}
      />
      {visible && (
        <div
          id={`${id}-list`}
          role="listbox"
          aria-label="Completions"
          className="absolute top-full left-24 z-30 mt-1 max-h-64 min-w-56 overflow-y-auto rounded-md border border-line bg-raised p-1 shadow-raised"
        >
          {completion.words.map((word, index) => (
            <div
              key={word}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === active}
              tabIndex={-1}
              className={classNames(
                'cursor-pointer rounded px-2 py-1 font-mono text-sm',
                index === active && 'bg-hover',
              )}
              // The field must keep focus, else it closes before the click arrives.
              onMouseDown={(event) => event.preventDefault()}
              onMouseMove={() => setActive(index)}
              onClick={() => take(word)}
              onKeyDown={undefined}
            >
              {word}
            </div>
          ))}
        </div>
      )}
      <div aria-live="polite">
        {issue && focused && !visible && <FilterIssueLine id={`${id}-issue`} text={text} issue={issue} />}
      </div>
    </>
  )
}
