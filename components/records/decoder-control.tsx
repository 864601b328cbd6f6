'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Binary } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Popover } from '#components/ui/popover.tsx'
import { Select } from '#components/ui/select.tsx'
import { chooseDecoders, topicDecodersQuery, topicSchemasQuery } from '#lib/client/queries/decoding.ts'
import type { Decoder } from '#lib/shared/decoder.ts'
import { decoderName, decoderOptions } from './decoder-names.ts'
import { SchemasDialog } from './schemas-dialog.tsx'

export interface DecoderControlProps {
  profile: string
  topic: string
  /** Null: as the team reads the topic. */
  keyDecoder: Decoder | null
  valueDecoder: Decoder | null
  onChange: (part: { keyDecoder?: Decoder | null; valueDecoder?: Decoder | null }) => void
  /** The profile's registry changed: what is shown was read without it. */
  onRegistry: () => void
}

/** DecoderControl chooses how keys and values are read, for this view, and for the team when it is to be remembered. */
export function DecoderControl(props: DecoderControlProps) {
  const { profile, topic, keyDecoder, valueDecoder, onChange, onRegistry } = props
  const { team, may } = useTeam()
  const client = useQueryClient()
  const [schemasOpen, setSchemasOpen] = useState(false)
  const teams = useQuery(topicDecodersQuery(team.id, topic))
  const schemas = useQuery(topicSchemasQuery(team.id, topic)).data?.items ?? []
  const key = keyDecoder ?? teams.data?.key ?? 'auto'
  const value = valueDecoder ?? teams.data?.value ?? 'auto'
  const own = keyDecoder !== null || valueDecoder !== null
  const remember = useMutation({
    mutationFn: () => chooseDecoders(team.id, topic, { key, value }),
    onSuccess: (chosen) => {
      client.setQueryData(topicDecodersQuery(team.id, topic).queryKey, chosen)
      onChange({ keyDecoder: null, valueDecoder: null })
      toast.success('Remembered for the team')
    },
  })
  const words = `key ${decoderName(key, schemas)}, value ${decoderName(value, schemas)}`
  return (
    <>
      <Popover
        label="How records are read"
        align="end"
        className="w-80"
        trigger={
          <Button
            size="icon"
            aria-label={`Decoders: ${words}`}
            title={`Read as: ${words}`}
            className={key === 'auto' && value === 'auto' ? undefined : 'text-accent!'}
          >
            <Binary />
          </Button>
        }
      >
        <div className="flex flex-col gap-3">
          <Field label="Read keys as">
            {(control) => (
              <Select
                {...control}
                value={key}
                options={decoderOptions(schemas, key)}
                onValueChange={(chosen) => onChange({ keyDecoder: chosen })}
              />
            )}
          </Field>
          <Field
            label="Read values as"
            hint="Automatic leaves text alone and reads what is surely something else; a record says why not."
          >
            {(control) => (
              <Select
                {...control}
                value={value}
                options={decoderOptions(schemas, value)}
                onValueChange={(chosen) => onChange({ valueDecoder: chosen })}
              />
            )}
          </Field>
          {remember.error && <Problem error={remember.error} />}
          <div className="flex flex-wrap gap-2">
            {own && may('decoder.choose') && (
              <Button variant="primary" pending={remember.isPending} onClick={() => remember.mutate()}>
                Remember for the team
              </Button>
            )}
            {own && (
              <Button onClick={() => onChange({ keyDecoder: null, valueDecoder: null })}>
                As the team reads it
              </Button>
            )}
            <Button onClick={() => setSchemasOpen(true)}>Schemas…</Button>
          </div>
          {teams.data?.updatedBy && (
            <p className="text-xs text-muted">
              The team reads this topic as {teams.data.updatedBy} chose: key{' '}
              {decoderName(teams.data.key, schemas)}, value {decoderName(teams.data.value, schemas)}.
            </p>
          )}
        </div>
      </Popover>
      <SchemasDialog
        open={schemasOpen}
        onOpenChange={setSchemasOpen}
        profile={profile}
        topic={topic}
        onUse={(decoder) => {
          setSchemasOpen(false)
          onChange({ valueDecoder: decoder })
        }}
        onRegistry={onRegistry}
      />
    </>
  )
}
