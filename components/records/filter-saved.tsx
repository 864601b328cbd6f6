'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Bookmark, Pencil, Trash2 } from 'lucide-react'
import { useId, useState } from 'react'
import { useTeam } from '#components/shell/team-context.tsx'
import { useCommands } from '#components/shell/use-commands.ts'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Popover } from '#components/ui/popover.tsx'
import { apiErrorOf } from '#lib/client/api.ts'
import {
  changeFilter,
  deleteFilter,
  filtersKey,
  filtersQuery,
  saveFilter,
} from '#lib/client/queries/filters.ts'
import type { FilterSpec, SavedFilter } from '#lib/shared/filter.ts'

export interface FilterSavedProps {
  team: string
  topic: string | null
  /** What would be saved; null when every record is shown. */
  current: FilterSpec | null
  onTake: (filter: FilterSpec) => void
}

/** FilterSaved lists the filters that the team keeps, takes one, and saves the present one under a name. */
export function FilterSaved({ team, topic, current, onTake }: FilterSavedProps) {
  const [open, setOpen] = useState(false)
  const saved = useQuery(filtersQuery(team))
  const client = useQueryClient()
  const { may } = useTeam()
  const [renamed, setRenamed] = useState<string | null>(null)
  const act = useMutation({
    mutationFn: (action: () => Promise<unknown>) => action(),
    onSuccess: () => setRenamed(null),
    onSettled: () => client.invalidateQueries({ queryKey: filtersKey(team) }),
  })
  const shown = (saved.data ?? []).filter((each) => each.topic === null || each.topic === topic)
  const place = useId()
  useCommands(
    shown.map((each) => ({
      // Two panes may show one topic.
      id: `filter:${place}:${each.id}`,
      title: `Filter: ${each.name}`,
      group: 'Actions',
      hint: topic ?? '',
      keywords: wordsOf(each),
      run: () => onTake(each.filter),
    })),
  )
  return (
    <Popover
      label="Saved filters"
      align="end"
      className="w-80"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button variant="ghost" size="icon-sm" aria-label="Saved filters" title="Saved filters of the team">
          <Bookmark />
        </Button>
      }
    >
      {saved.isPending && <p className="text-sm text-muted">Loading…</p>}
      {saved.isError && <Notice tone="bad" title={apiErrorOf(saved.error).message} />}
      {saved.isSuccess && shown.length === 0 && (
        <p className="text-sm text-muted">The team has no saved filters for this topic yet.</p>
      )}
      <ul aria-label="Saved filters of the team" className="flex flex-col">
        {shown.map((each) =>
          renamed === each.id ? (
            <li key={each.id}>
              <NameForm
                label="New name"
                button="Rename"
                initial={each.name}
                onName={(name) => act.mutate(() => changeFilter(team, each.id, { name }))}
              />
            </li>
          ) : (
            <li key={each.id} className="flex items-center gap-1">
              <button
                type="button"
                title={`${each.name}\n${wordsOf(each)}`}
                className="min-w-0 flex-1 rounded px-2 py-1 text-left hover:bg-hover focus-visible:outline-2 focus-visible:outline-accent"
                onClick={() => {
                  onTake(each.filter)
                  setOpen(false)
                }}
              >
                <span className="block truncate text-sm font-medium">{each.name}</span>
                <span className="block truncate font-mono text-xs text-muted">{wordsOf(each)}</span>
              </button>
              {may('filter.write') && (
                <>
                  <Button
                    variant="ghost"
                    size="icon-sm"
                    aria-label={`Rename ${each.name}`}
                    onClick={() => setRenamed(each.id)}
                  >
                    <Pencil />
                  </Button>
                  <Button
                    variant="ghost"
                    size="icon-sm"
                    aria-label={`Delete ${each.name}`}
                    onClick={() => act.mutate(() => deleteFilter(team, each.id))}
                  >
                    <Trash2 />
                  </Button>
                </>
              )}
            </li>
          ),
        )}
      </ul>
      {current !== null && may('filter.write') && (
        <div className="mt-2 border-t border-line pt-2">
          <NameForm
            label="Save this filter for the team as"
            button="Save"
            initial=""
            onName={(name) => act.mutate(() => saveFilter(team, { name, topic, filter: current }))}
          />
        </div>
      )}
      <div aria-live="polite">
        {act.isError && <p className="mt-2 text-sm text-bad">{apiErrorOf(act.error).message}</p>}
      </div>
    </Popover>
  )
}

function wordsOf({ filter, topic }: SavedFilter): string {
  const words = [filter.text, filter.regex, filter.expr].filter((part) => part !== undefined).join(' · ')
  return topic === null ? `${words} (any topic)` : words
}

function NameForm(props: { label: string; button: string; initial: string; onName: (name: string) => void }) {
  const [name, setName] = useState(props.initial)
  return (
    <form
      className="flex items-end gap-2 py-1"
      onSubmit={(event) => {
        event.preventDefault()
        if (name.trim() !== '') props.onName(name.trim())
      }}
    >
      <Field label={props.label} className="flex-1">
        {(control) => (
          <Input {...control} value={name} maxLength={80} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
      <Button type="submit" disabled={name.trim() === ''}>
        {props.button}
      </Button>
    </form>
  )
}
