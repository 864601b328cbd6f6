'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import { type SubmitEvent, useState } from 'react'
import { toast } from 'sonner'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { Input } from '#components/ui/input.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { Select } from '#components/ui/select.tsx'
import { replaceSignOnRules, signOnQuery } from '#lib/client/queries/members.ts'
import { SignOnRoleSchema, type SignOnRule } from '#lib/shared/member.ts'
import { useRecentProof, wantsProof } from './prove-it-is-you.tsx'
import { roleOptions } from './role-words.ts'

/** SignOnPanel says which groups of the configured provider come into this team, and as what. */
export function SignOnPanel() {
  const { team } = useTeam()
  const client = useQueryClient()
  const proof = useRecentProof()
  const { data, error, refetch } = useQuery(signOnQuery(team.id))
  const save = useMutation({
    mutationFn: (rules: readonly SignOnRule[]) => proof.run(() => replaceSignOnRules(team.id, rules)),
    onSuccess: (next) => {
      client.setQueryData(signOnQuery(team.id).queryKey, next)
      toast.success('Saved; it counts from each next sign-in on')
    },
  })
  if (error) return <Problem error={error} onRetry={() => void refetch()} />
  if (!data) return null
  if (data.provider === null) {
    return (
      <Panel title="Single sign-on">
        <p className="text-sm text-muted">
          No provider is configured. Whoever runs this Keystream sets KEYSTREAM_OIDC_ISSUER,
          KEYSTREAM_OIDC_CLIENT_ID and KEYSTREAM_OIDC_CLIENT_SECRET.
        </p>
      </Panel>
    )
  }
  return (
    <Panel title="Single sign-on">
      <div className="flex flex-col gap-3">
        <p className="text-sm text-muted">
          Who signs in with {data.provider.name} and has one of these in the claim{' '}
          <span className="font-mono">{data.provider.groupsClaim}</span> is in {team.name}, with the highest
          role that fits. It leaves those alone who were invited.
        </p>
        {data.rules.length > 0 && (
          <ul className="flex flex-col divide-y divide-line rounded-md border border-line">
            {data.rules.map((rule) => (
              <li key={rule.group} className="flex items-center gap-3 py-1 pr-1 pl-2.5 text-sm">
                <span className="min-w-0 flex-1 font-mono break-all">{rule.group}</span>
                <span className="text-muted">{rule.role}</span>
                <Button
                  variant="ghost"
                  size="icon-sm"
                  aria-label={`Remove the rule for ${rule.group}`}
                  onClick={() => save.mutate(data.rules.filter((each) => each.group !== rule.group))}
                >
                  <X />
                </Button>
              </li>
            ))}
          </ul>
        )}
        <AddRule
          pending={save.isPending}
          onAdd={(rule) => save.mutate([...data.rules.filter((each) => each.group !== rule.group), rule])}
        />
        {save.error && !wantsProof(save.error) && <Problem error={save.error} />}
      </div>
    </Panel>
  )
}

function AddRule({ pending, onAdd }: { pending: boolean; onAdd: (rule: SignOnRule) => void }) {
  const [group, setGroup] = useState('')
  const [role, setRole] = useState<SignOnRule['role']>('operator')
  function onSubmit(event: SubmitEvent) {
    event.preventDefault()
    if (group.trim() === '') return
    onAdd({ group: group.trim(), role })
    setGroup('')
  }
  return (
    <form onSubmit={onSubmit} className="flex flex-wrap gap-2">
      <Input
        aria-label="Group"
        placeholder="group, such as kafka-admins"
        mono
        className="flex-1 basis-48"
        value={group}
        onChange={(event) => setGroup(event.target.value)}
      />
      <Select
        aria-label="Role of the group"
        className="flex-1 basis-44"
        value={role}
        options={roleOptions(SignOnRoleSchema.options).map((option) => ({
          ...option,
          value: SignOnRoleSchema.parse(option.value),
        }))}
        onValueChange={setRole}
      />
      <Button type="submit" pending={pending}>
        <Plus />
        Add rule
      </Button>
    </form>
  )
}
