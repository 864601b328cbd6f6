'use client'

import { CaseSensitive, X } from 'lucide-react'
import { FilterPlaces } from '#components/records/filter-places.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { type FilterParts, filterModes, textOf, withText } from '#lib/client/filter-draft.ts'
import type { CopyForm, CopyPart } from './copy-form-state.ts'

const kinds = [
  { value: 'none', label: 'every record' },
  { value: 'text', label: 'with the text' },
  { value: 'regex', label: 'with the pattern' },
  { value: 'expr', label: 'where it is true' },
] as const

const kindLabels = { text: 'text', regex: 'pattern', expr: 'expression' } as const

const celHint =
  'CEL, such as value.total > 5 && headers["shop"] == "web". It sees JSON and text, not what a schema decodes.'

/** CopyFilter chooses which records are copied. One part of the filter is in the field; others hold as well. */
export function CopyFilter({ form, errors, change }: CopyPart) {
  const { filterKind: kind } = form
  const others = filterModes.filter((mode) => mode !== kind && textOf(form, mode) !== '')
  return (
    <div className="flex flex-col gap-1.5">
      <Field label="Filter" error={errors.filter} hint={kind === 'expr' ? celHint : undefined}>
        {({ id, 'aria-invalid': invalid, ...told }) => (
          <div className="flex flex-wrap gap-2">
            <Select
              id={id}
              {...told}
              className="w-40"
              value={kind}
              options={kinds}
              onValueChange={(next) => change(withKind(form, next))}
            />
            {kind !== 'none' && (
              <Input
                {...told}
                aria-invalid={invalid}
                mono
                className="min-w-40 flex-1"
                aria-label="What to look for"
                value={textOf(form, kind)}
                onChange={({ target }) => change(withText(form, kind, target.value))}
              />
            )}
            {(kind === 'text' || kind === 'regex') && <Manner form={form} change={change} />}
          </div>
        )}
      </Field>
      {others.length > 0 && (
        <div className="flex flex-wrap gap-1.5">
          {others.map((mode) => (
            <Button
              key={mode}
              size="sm"
              title={textOf(form, mode)}
              aria-label={`Also the ${kindLabels[mode]} ${textOf(form, mode)}: remove`}
              onClick={() => change(withText(form, mode, ''))}
            >
              and the {kindLabels[mode]}
              <span className="max-w-48 truncate font-mono">{textOf(form, mode)}</span>
              <X />
            </Button>
          ))}
        </div>
      )}
    </div>
  )
}

/** Another kind takes along what was typed, unless that kind has a text already; "every record" forgets it all. */
function withKind(form: CopyForm, next: CopyForm['filterKind']): Partial<CopyForm> {
  const { filterKind: kind } = form
  if (next === 'none') return { filterKind: next, filterText: '', filterRegex: '', filterExpr: '' }
  const typed = kind === 'none' ? '' : textOf(form, kind)
  if (kind === 'none' || textOf(form, next) !== '') return { filterKind: next }
  const moved: FilterParts = withText(withText(form, kind, ''), next, typed)
  const { filterText, filterRegex, filterExpr } = moved
  return { filterKind: next, filterText, filterRegex, filterExpr }
}

function Manner({ form, change }: Pick<CopyPart, 'form' | 'change'>) {
  return (
    <div className="flex items-center">
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label="Match case"
        aria-pressed={!form.anyCase}
        title={form.anyCase ? 'In any case' : 'Upper and lower case matter'}
        className={form.anyCase ? 'text-faint!' : 'text-accent!'}
        onClick={() => change({ anyCase: !form.anyCase })}
      >
        <CaseSensitive />
      </Button>
      <FilterPlaces filterIn={form.filterIn} onChange={(filterIn) => change({ filterIn })} />
    </div>
  )
}
