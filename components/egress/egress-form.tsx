'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { toast } from 'sonner'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { useRecentProof } from '#components/team/prove-it-is-you.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Select } from '#components/ui/select.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { changeEgress, egressQuery } from '#lib/client/queries/egress.ts'
import type { EgressView, TeamEgressMode } from '#lib/shared/egress-policy.ts'

const modes = [
  { value: 'server', label: 'What the server allows, and the ports named below' },
  { value: 'list', label: 'Nothing but what is named below' },
] as const satisfies readonly { value: TeamEgressMode; label: string }[]

/** EgressForm edits the team's own rules, one a line. */
export function EgressForm({ initial }: { initial: EgressView['team'] }) {
  const { team } = useTeam()
  const proof = useRecentProof()
  const client = useQueryClient()
  const [mode, setMode] = useState(initial.mode)
  const [text, setText] = useState(initial.rules.join('\n'))
  const save = useMutation({
    mutationFn: () => {
      const rules = text.split('\n').map((line) => line.trim())
      return proof.run(() => changeEgress(team.id, { mode, rules: rules.filter((rule) => rule !== '') }))
    },
    onSuccess: (view) => {
      client.setQueryData(egressQuery(team.id).queryKey, view)
      toast.success('Saved; it acts on the next connection')
    },
  })

  function submit(event: SubmitEvent) {
    event.preventDefault()
    save.mutate()
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <Field label="This team may reach">
        {(control) => <Select {...control} value={mode} options={modes} onValueChange={setMode} />}
      </Field>
      <Field
        label="Ranges"
        hint="One a line: 10.20.0.0/16, or with ports 10.20.0.0/16:9092-9094+19092. IPv6 with ports in brackets: [fd00::/8]:9092."
      >
        {(control) => (
          <Textarea
            {...control}
            rows={6}
            spellCheck={false}
            className="font-mono text-sm"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      {save.error && <Problem error={save.error} />}
      <Button type="submit" variant="primary" pending={save.isPending} className="self-start">
        Save policy
      </Button>
    </form>
  )
}
