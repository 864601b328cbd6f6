'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useId, useState } from 'react'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { useRecentProof, wantsProof } from '#components/team/prove-it-is-you.tsx'
import { Button } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { ApiFailure } from '#lib/client/api.ts'
import { createToken, tokensKey } from '#lib/client/queries/tokens.ts'
import {
  type CreatedToken,
  type CreateToken as CreateTokenInput,
  CreateTokenSchema,
  lesserRole,
  type TokenScope,
  tokenScopes,
} from '#lib/shared/api-token.ts'
import { type Role, RoleSchema } from '#lib/shared/team.ts'
import { scopeWords } from './scope-words.ts'

const lifetimes = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days, the longest' },
] as const

/** CreateToken asks for a token's name, role, scopes and life, and hands over what the server made. */
export function CreateToken({
  onCreated,
  onClose,
}: {
  onCreated: (made: CreatedToken) => void
  onClose: () => void
}) {
  const formId = useId()
  const { team } = useTeam()
  const client = useQueryClient()
  const proof = useRecentProof()
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>(lesserRole(team.role, 'editor'))
  const [scopes, setScopes] = useState<readonly TokenScope[]>(['profiles.write'])
  const [days, setDays] = useState<(typeof lifetimes)[number]['value']>('30')
  const [tried, setTried] = useState(false)
  const input = CreateTokenSchema.safeParse({ name, role, scopes, days: Number(days) })
  const create = useMutation({
    mutationFn: (body: CreateTokenInput) => proof.run(() => createToken(team.id, body)),
    onSuccess: async (made) => {
      await client.invalidateQueries({ queryKey: tokensKey(team.id) })
      onCreated(made)
    },
  })
  const refused = create.error instanceof ApiFailure ? create.error.error : null
  const wrong = (field: string) =>
    tried ? input.error?.issues.find((issue) => issue.path[0] === field)?.message : undefined

  function onSubmit(event: SubmitEvent) {
    event.preventDefault()
    setTried(true)
    if (input.success) create.mutate(input.data)
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New API token"
      description="For a script that acts for you. You see it once; the server keeps no copy."
      width="md"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" pending={create.isPending}>
            Create token
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
        <Field label="Name" hint="where it will be used, such as ci of orders" error={wrong('name')}>
          {(control) => (
            <Input {...control} autoFocus value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field
            label="Role"
            hint="never more than your own, now or later"
            error={refused?.field === 'role' ? refused.message : undefined}
          >
            {(control) => (
              <Select
                {...control}
                value={role}
                options={RoleSchema.options
                  .filter((each) => lesserRole(team.role, each) === each)
                  .map((each) => ({ value: each, label: each }))}
                onValueChange={setRole}
              />
            )}
          </Field>
          <Field label="Ends after">
            {(control) => <Select {...control} value={days} options={lifetimes} onValueChange={setDays} />}
          </Field>
        </div>
        <fieldset className="flex flex-col gap-2">
          <legend className="pb-1 text-sm font-medium">May</legend>
          <div className="grid gap-2 sm:grid-cols-2">
            {tokenScopes.map((scope) => (
              <Checkbox
                key={scope}
                label={scopeWords[scope].label}
                hint={scopeWords[scope].hint}
                checked={scopes.includes(scope)}
                onCheckedChange={(checked) =>
                  setScopes(checked ? [...scopes, scope] : scopes.filter((each) => each !== scope))
                }
              />
            ))}
          </div>
          <p role="status" className="text-sm text-bad">
            {wrong('scopes')}
          </p>
        </fieldset>
        {create.error && refused?.field !== 'role' && !wantsProof(create.error) && (
          <Problem error={create.error} />
        )}
      </form>
    </Dialog>
  )
}
