'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Dices } from 'lucide-react'
import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { planQuery } from '#lib/client/produce-plan.ts'
import type { PlannedSpec } from '#lib/records/plan-produce.ts'
import { type ProduceSpec, RecordShapeSchema } from '#lib/shared/produce-spec.ts'
import type { TopicConfiguration, TopicFacts } from '#lib/shared/topic.ts'
import { type ProduceForm, shapeOf } from './produce-form-state.ts'
import { ProduceVolume } from './produce-volume.tsx'

export interface ProduceSampleProps {
  form: ProduceForm
  /** Null while something in the form is not right. */
  spec: ProduceSpec | null
  topic: TopicFacts | undefined
  /** How the topic keeps records; null when it is not known. */
  configuration: TopicConfiguration | null
}

/** ProduceSample says before a start how many records of what size go where, and shows the first of those that are made here. */
export function ProduceSample({ form, spec, topic, configuration }: ProduceSampleProps) {
  const [roll, setRoll] = useState(() => ({ seed: 1, now: Date.now() }))
  const partitions = spec?.createTopic?.partitions ?? topic?.partitions.length ?? null
  const plan = useQuery({
    ...planQuery(plannedOf(spec) ?? draftOf(form), { ...roll, partitions, configuration }),
    placeholderData: keepPreviousData,
  })
  if (plan.isError)
    return <p className="text-sm text-bad">The sample could not be made: reload the page to try again.</p>
  if (plan.data === undefined) return <Skeleton className="h-40" />
  if ('message' in plan.data) {
    const { field, message, advice } = plan.data
    return (
      <p role="alert" className="text-sm text-bad">
        {field === null ? '' : `The ${fieldWords(field)}’s template: `}
        {message} {advice}
      </p>
    )
  }
  return (
    <>
      <ProduceVolume spec={spec} plan={plan.data} />
      {plan.data.warnings.map((warning) => (
        <Notice key={warning} tone="warn" title={warning} />
      ))}
      <section aria-label="Sample" className="flex flex-col gap-1">
        <div className="flex items-center justify-between">
          <h3 className="text-sm font-medium">The first three would be</h3>
          <Button
            variant="ghost"
            size="sm"
            onClick={() => setRoll(({ seed }) => ({ seed: seed + 1, now: Date.now() }))}
          >
            <Dices />
            Another sample
          </Button>
        </div>
        <ol
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls has to be reachable by keyboard
          tabIndex={0}
          className="flex max-h-96 flex-col divide-y divide-line overflow-y-auto rounded-md border border-line font-mono text-xs leading-5"
        >
          {plan.data.sample.map((record, index) => (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: a sample has no other identity than its place
              key={index}
              className="px-2 py-1.5 break-words whitespace-pre-wrap"
            >
              {record.key !== null && <span className="text-muted">{record.key} → </span>}
              <Value text={record.value} />
              {record.headers?.map(([name, value], at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a name may come twice
                <span key={at} className="block text-muted">
                  {name}: {value ?? <span className="font-sans text-faint">null</span>}
                </span>
              ))}
              {record.timestamp !== undefined && (
                <span className="block text-muted">{new Date(record.timestamp).toISOString()}</span>
              )}
            </li>
          ))}
        </ol>
      </section>
    </>
  )
}

function Value({ text }: { text: string | null }) {
  if (text === null) return <span className="font-sans text-faint">null</span>
  return text === '' ? <span className="font-sans text-faint">empty</span> : text
}

/** Null for a specification that is not right yet. */
function plannedOf(spec: ProduceSpec | null): PlannedSpec | null {
  if (spec === null || spec.value.type === 'mongodb') return null
  const { value, key, headers, partition, timestamp, seed, count, durationSeconds, rate } = spec
  return { value, key, headers, partition, timestamp, seed, count, durationSeconds, rate }
}

/** While a number is not right yet, the records can be shown all the same. */
function draftOf(form: ProduceForm): PlannedSpec {
  const { key, headers } = RecordShapeSchema.partial().safeParse(shapeOf(form)).data ?? {}
  const { valueType: type, template } = form
  const value =
    type === 'template' ? { type, template } : { type: type === 'null' ? type : ('test-app' as const) }
  return { value, key, headers, count: 1_000 }
}

function fieldWords(field: string): string {
  const [name = '', index] = field.split('.')
  return index === undefined ? name : `header ${Number(index) + 1}`
}
