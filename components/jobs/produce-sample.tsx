'use client'

import { Dices } from 'lucide-react'
import { useDeferredValue, useMemo, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { formatCount, formatDuration } from '#components/ui/format.ts'
import { sampleRecords } from '#lib/client/sample-records.ts'
import type { ProduceSpec } from '#lib/shared/job.ts'
import { volumeWords } from './job-words.ts'
import type { ProduceForm } from './produce-form-state.ts'

/** ProduceSample says before a start how many records of what size go where, and shows the first of them. */
export function ProduceSample({ form, spec }: { form: ProduceForm; spec: ProduceSpec | null }) {
  const [roll, setRoll] = useState(() => ({ seed: 1, now: Date.now() }))
  const content = useDeferredValue(form)
  const sample = useMemo(
    () =>
      sampleRecords(
        {
          value:
            content.valueType === 'test-app'
              ? { type: 'test-app' }
              : { type: 'template', template: content.template },
          ...(content.key === '' ? {} : { key: content.key }),
          headers: content.headers.map(({ name, value }) => [name, value]),
        },
        roll.seed,
        roll.now,
      ),
    [content, roll],
  )
  return (
    <>
      {'message' in sample ? (
        <p role="alert" className="text-sm text-bad">
          The {sample.field}’s template: {sample.message} {sample.advice}
        </p>
      ) : (
        <>
          <Volume spec={spec} averageBytes={sample.averageBytes} />
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
            <ol className="flex flex-col divide-y divide-line rounded-md border border-line font-mono text-xs leading-5">
              {sample.records.map((record, index) => (
                <li
                  // biome-ignore lint/suspicious/noArrayIndexKey: a sample has no other identity than its place
                  key={index}
                  className="max-h-32 overflow-y-auto px-2 py-1.5 break-words whitespace-pre-wrap"
                  suppressHydrationWarning
                >
                  {record.key !== null && <span className="text-muted">{record.key} → </span>}
                  {record.value === '' ? <span className="font-sans text-faint">empty</span> : record.value}
                </li>
              ))}
            </ol>
          </section>
        </>
      )}
    </>
  )
}

function Volume({ spec, averageBytes }: { spec: ProduceSpec | null; averageBytes: number }) {
  if (spec === null) return <p className="text-sm text-muted">Something in the form is not complete yet.</p>
  const seconds = spec.rate === undefined ? null : spec.count / spec.rate
  return (
    <p>
      <strong className="font-semibold">{volumeWords(spec.count, averageBytes)}</strong>
      {spec.compression !== 'none' && ' before compression'}, to{' '}
      <span className="font-mono">{spec.topic}</span>
      {seconds === null || spec.rate === undefined
        ? ', as fast as the cluster acknowledges'
        : `, at ${formatCount(spec.rate)} a second: ${formatDuration(seconds * 1000)}`}
      .
      {spec.createTopic !== undefined && (
        <>
          {' '}
          The topic is created first, with {spec.createTopic.partitions}{' '}
          {spec.createTopic.partitions === 1 ? 'partition' : 'partitions'} and replication factor{' '}
          {spec.createTopic.replicationFactor}.
        </>
      )}
    </p>
  )
}
