'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { toast } from 'sonner'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { deleteTopicSchema, topicSchemasQuery } from '#lib/client/queries/decoding.ts'
import type { Decoder } from '#lib/shared/decoder.ts'
import type { TopicSchema } from '#lib/shared/topic-schema.ts'
import { RegistryForm } from './registry-form.tsx'
import { SchemaForm } from './schema-form.tsx'

export interface SchemasDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  profile: string
  topic: string
  /** Reads values by a schema from now on. */
  onUse: (decoder: Decoder) => void
  /** The profile's registry changed. */
  onRegistry: () => void
}

/** SchemasDialog holds a topic's uploaded schemas and the profile's schema registry. */
export function SchemasDialog({ open, onOpenChange, profile, topic, onUse, onRegistry }: SchemasDialogProps) {
  const { may } = useTeam()
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      width="md"
      title="Schemas"
      description={`What the records of ${topic} are written in, for everybody in the team.`}
    >
      <div className="flex flex-col gap-6">
        <section aria-label="Uploaded schemas" className="flex flex-col gap-3">
          <SchemaList topic={topic} onUse={onUse} />
          {may('schema.manage') && <SchemaForm topic={topic} onAdded={onUse} />}
        </section>
        <RegistryForm profile={profile} onChanged={onRegistry} />
      </div>
    </Dialog>
  )
}

function SchemaList({ topic, onUse }: Pick<SchemasDialogProps, 'topic' | 'onUse'>) {
  const { team } = useTeam()
  const { data, error, refetch } = useQuery(topicSchemasQuery(team.id, topic))
  if (error) return <Problem error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton className="h-16" />
  if (data.items.length === 0)
    return <p className="text-sm text-muted">No schema was uploaded for this topic yet.</p>
  return (
    <ul className="flex flex-col divide-y divide-line rounded-md border border-line">
      {data.items.map((schema) => (
        <SchemaItem key={schema.id} schema={schema} onUse={onUse} />
      ))}
    </ul>
  )
}

function SchemaItem({ schema, onUse }: { schema: TopicSchema; onUse: SchemasDialogProps['onUse'] }) {
  const { team, may } = useTeam()
  const client = useQueryClient()
  const remove = useMutation({
    mutationFn: () => deleteTopicSchema(team.id, schema.topic, schema.id),
    onSuccess: () => {
      toast.success('Schema deleted')
      return client.invalidateQueries(topicSchemasQuery(team.id, schema.topic))
    },
  })
  return (
    <li className="flex flex-wrap items-center gap-2 px-3 py-2">
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2">
          <span className="truncate font-medium">{schema.name}</span>
          <Badge>{schema.kind === 'avro' ? 'Avro' : 'Protobuf'}</Badge>
        </p>
        <p className="truncate text-xs text-muted">
          {schema.message !== null && <span className="font-mono">{schema.message} · </span>}
          {schema.createdBy}, <RelativeTime at={schema.createdAt} />
        </p>
      </div>
      <Button size="sm" onClick={() => onUse(`${schema.kind}:${schema.id}`)}>
        Use for values
      </Button>
      {may('schema.manage') && (
        <Button
          size="icon-sm"
          variant="ghost"
          aria-label={`Delete ${schema.name}`}
          pending={remove.isPending}
          onClick={() => remove.mutate()}
        >
          <Trash2 />
        </Button>
      )}
      {remove.error && <Problem error={remove.error} />}
    </li>
  )
}
