'use client'

import { useMutation } from '@tanstack/react-query'
import { Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import { Problem } from '#components/shell/problem.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { formatBytes, formatCompact } from '#components/ui/format.ts'
import { Notice } from '#components/ui/notice.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { Select } from '#components/ui/select.tsx'
import { importFile } from '#lib/client/queries/record-files.ts'
import { RecordShapeSchema } from '#lib/shared/produce-spec.ts'
import type { ImportFormat, ImportResult } from '#lib/shared/record-export.ts'
import { type ProduceForm, shapeOf } from './produce-form-state.ts'

const formats = [
  { value: 'export', label: 'An export of a live view (NDJSON)' },
  { value: 'ndjson', label: 'A JSON value on each line' },
  { value: 'csv', label: 'CSV with a header' },
  { value: 'lines', label: 'Plain lines' },
] as const

const says = {
  export: 'The same partitions, keys, values, headers and timestamps are written again, tombstones too.',
  ndjson:
    'Each line becomes a value, as it stands. Key, headers, partition and time are made as chosen above.',
  csv: 'Each row becomes a JSON object of texts, named by the first line. A field for key, partition or time is a column.',
  lines: 'Each line becomes a value. Key, headers, partition and time are made as chosen above.',
} as const satisfies Record<ImportFormat, string>

const accepts = {
  export: '.ndjson,.jsonl,application/x-ndjson',
  ndjson: '.ndjson,.jsonl,.json,application/x-ndjson',
  csv: '.csv,text/csv',
  lines: '.txt,.log,text/plain',
} as const satisfies Record<ImportFormat, string>

const onBads = [
  { value: 'stop', label: 'stop there' },
  { value: 'skip', label: 'leave it out and count it' },
] as const

export interface ImportFileProps {
  team: string
  profile: string
  topic: string
  /** Key, headers, partition, time and compression are the form's. */
  form: ProduceForm
}

/** ImportFile writes the records of a file to a topic. */
export function ImportFile({ team, profile, topic, form }: ImportFileProps) {
  const input = useRef<HTMLInputElement>(null)
  const [format, setFormat] = useState<ImportFormat>('export')
  const [onBad, setOnBad] = useState<'stop' | 'skip'>('stop')
  const [sent, setSent] = useState(0)
  const [stop, setStop] = useState(() => new AbortController())
  const shape =
    format === 'export' ? { success: true as const, data: null } : RecordShapeSchema.safeParse(shapeOf(form))
  const write = useMutation({
    mutationFn: (file: File) => {
      const { compression } = form
      const wish = { format, onBad, compression, shape: shape.data ?? null }
      return importFile({ team, profile, topic, file, wish, onSent: setSent, signal: stop.signal })
    },
  })
  const cancelled = write.error?.name === 'AbortError'
  return (
    <Panel title="From a file">
      <div className="flex flex-col gap-3">
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label="The file is">
            {(control) => <Select {...control} value={format} options={formats} onValueChange={setFormat} />}
          </Field>
          <Field label="At a bad line">
            {(control) => <Select {...control} value={onBad} options={onBads} onValueChange={setOnBad} />}
          </Field>
        </div>
        <p className="text-sm text-muted">{says[format]} Up to 1 GiB.</p>
        <input
          ref={input}
          type="file"
          accept={accepts[format]}
          aria-label={format === 'export' ? 'Exported file' : 'File of values'}
          className="sr-only"
          tabIndex={-1}
          onChange={(event) => {
            const file = event.target.files?.[0]
            event.target.value = ''
            if (!file) return
            setSent(0)
            write.mutate(file)
          }}
        />
        <div className="flex flex-wrap items-center gap-3">
          <Button
            disabled={topic === '' || !shape.success}
            pending={write.isPending}
            onClick={() => input.current?.click()}
          >
            <Upload />
            Choose a file
          </Button>
          {!shape.success && (
            <span className="text-sm text-muted">Key, headers, partition or time is not complete yet.</span>
          )}
          {write.isPending && (
            <>
              <span role="status" className="text-sm text-muted tabular-nums">
                {formatBytes(sent)} of {formatBytes(write.variables.size)} sent
              </span>
              <Button
                variant="ghost"
                onClick={() => {
                  stop.abort()
                  setStop(new AbortController())
                }}
              >
                Cancel
              </Button>
            </>
          )}
        </div>
        {cancelled && (
          <Notice
            tone="warn"
            title="The import was ended."
            advice="What had arrived until then is written."
          />
        )}
        {write.error && !cancelled && <Problem error={write.error} />}
        {write.data && <Outcome result={write.data} />}
      </div>
    </Panel>
  )
}

function Outcome({ result }: { result: ImportResult }) {
  const { acknowledged, failed, skipped, refused, bad } = result
  const lines = [
    ...bad.map(({ message }) => message),
    ...refused.map(({ line, message }) => `Line ${line}: ${message}`),
  ]
  const counts = [
    `${formatCompact(acknowledged)} records were written`,
    ...(failed > 0 ? [`${formatCompact(failed)} were not`] : []),
    ...(skipped > 0
      ? [`${formatCompact(skipped)} ${skipped === 1 ? 'line was' : 'lines were'} left out`]
      : []),
  ]
  return (
    <Notice
      tone={failed + skipped > 0 ? 'warn' : 'ok'}
      title={`${counts.join(', ')}.`}
      {...(lines.length > 0 && { advice: lines.join(' ') })}
    />
  )
}
