'use client'

import { useRef } from 'react'
import { flushSync } from 'react-dom'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { generatorHelp } from '#lib/records/templates/generator-help.ts'

export interface TemplateFieldProps {
  template: string
  error: string | undefined
  onChange: (template: string) => void
}

/** What most templates are made of; the rest is a click further. */
const usual = [
  '{{uuid}}',
  '{{sequence}}',
  '{{now}}',
  '{{randomInt 1 100}}',
  '{{choice red green blue}}',
  '{{fullName}}',
  '{{email}}',
]

/** TemplateField edits a value’s template; a click puts a generator where the cursor is. */
export function TemplateField({ template, error, onChange }: TemplateFieldProps) {
  const area = useRef<HTMLTextAreaElement>(null)

  function insert(text: string) {
    const element = area.current
    const [from, to] =
      element === null ? [template.length, template.length] : [element.selectionStart, element.selectionEnd]
    // A frame later the cursor would jump under somebody who types on.
    flushSync(() => onChange(template.slice(0, from) + text + template.slice(to)))
    element?.focus()
    element?.setSelectionRange(from + text.length, from + text.length)
  }

  return (
    <div className="flex flex-col gap-2">
      <Field label="Value’s template" error={error}>
        {(control) => (
          <Textarea
            {...control}
            ref={area}
            mono
            rows={5}
            className="min-h-28"
            value={template}
            onChange={(event) => onChange(event.target.value)}
          />
        )}
      </Field>
      <fieldset className="flex flex-wrap gap-1.5">
        <legend className="sr-only">Generators to insert</legend>
        {usual.map((generator) => (
          <Button key={generator} size="sm" className="font-mono text-xs!" onClick={() => insert(generator)}>
            {generator}
          </Button>
        ))}
      </fieldset>
      <details className="text-sm">
        <summary className="cursor-pointer py-1 text-muted">All generators</summary>
        <div className="mt-1 flex max-h-80 flex-col gap-3 overflow-y-auto rounded-md border border-line p-2">
          {generatorHelp.map(({ title, generators }) => (
            <section key={title} aria-label={title} className="flex flex-col gap-0.5">
              <h3 className="px-1.5 text-xs font-medium text-muted">{title}</h3>
              {generators.map((each) => (
                <button
                  key={each.insert}
                  type="button"
                  className="flex min-h-6 flex-wrap items-baseline gap-x-3 rounded px-1.5 py-0.5 text-left hover:bg-hover"
                  onClick={() => insert(each.insert)}
                >
                  <code className="text-xs">{each.insert}</code>
                  <span className="text-xs text-muted">{each.says}</span>
                </button>
              ))}
            </section>
          ))}
        </div>
      </details>
    </div>
  )
}
