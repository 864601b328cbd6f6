'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { toast } from 'sonner'
import { Problem } from '#components/shell/problem.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { accountQuery, changeName } from '#lib/client/queries/account.ts'
import { meQuery } from '#lib/client/queries/me.ts'
import { type Account, PersonNameSchema } from '#lib/shared/account.ts'

export function NamePanel({ account }: { account: Account }) {
  const client = useQueryClient()
  const [name, setName] = useState(account.name)
  const [wrong, setWrong] = useState<string>()
  const save = useMutation({
    mutationFn: changeName,
    onSuccess: async (next) => {
      client.setQueryData(accountQuery().queryKey, next)
      toast.success('Saved')
      await client.invalidateQueries({ queryKey: meQuery().queryKey })
    },
  })
  function onSubmit(event: SubmitEvent) {
    event.preventDefault()
    const parsed = PersonNameSchema.safeParse(name)
    setWrong(parsed.error?.issues[0]?.message)
    if (parsed.success) save.mutate(parsed.data)
  }
  return (
    <Panel title="Name">
      <form onSubmit={onSubmit} noValidate className="flex flex-col gap-3">
        <Field label="Your name" error={wrong} hint="What others see in the list of members.">
          {(control) => (
            <Input
              {...control}
              name="name"
              autoComplete="name"
              className="max-w-sm"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        {save.error && <Problem error={save.error} />}
        <div>
          <Button type="submit" pending={save.isPending}>
            Save name
          </Button>
        </div>
      </form>
    </Panel>
  )
}
