'use client'

import { CaseSensitive, X } from 'lucide-react'
import type { RefObject } from 'react'
import { Button } from '#components/ui/button.tsx'
import { classNames } from '#components/ui/class-names.ts'
import { Select } from '#components/ui/select.tsx'
import { fieldsOf } from '#lib/client/complete-expression.ts'
import {
  type FilterMode,
  type FilterParts,
  filterModes,
  isFiltered,
  partsOfSpec,
  specOf,
  textOf,
  withText,
} from '#lib/client/filter-draft.ts'
import type { KafkaRecord } from '#lib/shared/record.ts'
import { FilterField } from './filter-field.tsx'
import { FilterHelp } from './filter-help.tsx'
import { FilterPlaces } from './filter-places.tsx'
import { FilterSaved } from './filter-saved.tsx'
import { useFilterDraft } from './use-filter-draft.ts'

const modeNames: Readonly<Record<FilterMode, string>> = {
  text: 'Text',
  regex: 'Regex',
  expr: 'Expr',
}

export interface FilterControlProps {
  team: string
  topic: string | null
  filter: FilterParts
  input: RefObject<HTMLInputElement | null>
  /** Some of the records that are held now, for the names of their fields. */
  held: () => Promise<readonly KafkaRecord[]>
  onChange: (filter: FilterParts) => void
}

/** FilterControl is what records must be like: a text, a pattern or an expression, where it is looked for, saved filters. */
export function FilterControl({ team, topic, filter, input, held, onChange }: FilterControlProps) {
  const draft = useFilterDraft(team, filter, onChange)
  const { mode, text } = draft
  const others = filterModes.filter((each) => each !== mode && textOf(filter, each) !== '')
  return (
    <search
      className={classNames(
        'relative flex min-w-72 flex-1 flex-wrap items-center gap-1.5 max-sm:min-w-full',
        // Patterns and expressions are long: they have a row of their own.
        mode !== 'text' && 'basis-full',
      )}
    >
      <div className="relative min-w-64 flex-1">
        <Select
          aria-label="How to filter"
          className="absolute! top-0.5 left-0.5 w-22 [&_select]:h-7 [&_select]:border-0 [&_select]:bg-transparent"
          value={mode}
          options={filterModes.map((value) => ({ value, label: modeNames[value] }))}
          onValueChange={draft.setMode}
        />
        <FilterField
          input={input}
          mode={mode}
          text={text}
          issue={draft.issue}
          fields={async () => fieldsOf(await held())}
          onType={draft.type}
          onEnter={draft.enter}
        />
        <div className="absolute top-0.5 right-0.5 flex">
          {text !== '' && (
            <Button
              variant="ghost"
              size="icon-sm"
              aria-label="Clear the filter"
              onClick={() => {
                draft.type('')
                draft.apply(withText(filter, mode, ''))
                input.current?.focus()
              }}
            >
              <X />
            </Button>
          )}
          {mode !== 'expr' && (
            <>
              <Button
                variant="ghost"
                size="icon-sm"
                aria-label="Match case"
                aria-pressed={!filter.anyCase}
                title={filter.anyCase ? 'In any case' : 'Upper and lower case matter'}
                className={filter.anyCase ? 'text-faint!' : 'text-accent!'}
                onClick={() => draft.apply({ ...filter, anyCase: !filter.anyCase })}
              >
                <CaseSensitive />
              </Button>
              <FilterPlaces
                filterIn={filter.filterIn}
                onChange={(filterIn) => draft.apply({ ...filter, filterIn })}
              />
            </>
          )}
          <FilterHelp
            mode={mode}
            onTake={(example) => {
              draft.type(example)
              input.current?.focus()
            }}
          />
          <FilterSaved
            team={team}
            topic={topic}
            current={isFiltered(filter) ? specOf(filter) : null}
            onTake={(spec) => draft.apply(partsOfSpec(spec))}
          />
        </div>
      </div>
      {others.map((each) => (
        <Button
          key={each}
          size="sm"
          title={textOf(filter, each)}
          aria-label={`Also ${modeNames[each]} ${textOf(filter, each)}: remove`}
          onClick={() => draft.apply(withText(filter, each, ''))}
        >
          and {modeNames[each].toLowerCase()}
          <span className="max-w-32 truncate font-mono">{textOf(filter, each)}</span>
          <X />
        </Button>
      ))}
    </search>
  )
}
