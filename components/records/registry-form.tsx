'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { toast } from 'sonner'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Select } from '#components/ui/select.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { checkRegistry, deleteRegistry, registryQuery, setRegistry } from '#lib/client/queries/decoding.ts'
import type { Registry } from '#lib/shared/schema-registry.ts'

const logins = [
  { value: 'none', label: 'No login' },
  { value: 'password', label: 'User and password' },
  { value: 'token', label: 'Bearer token' },
] as const satisfies readonly { value: Registry['login']; label: string }[]

export interface RegistryFormProps {
  profile: string
  onChanged: () => void
}

/** RegistryForm sets the profile's schema registry, and asks it whether it answers. */
export function RegistryForm({ profile, onChanged }: RegistryFormProps) {
  const { team, may } = useTeam()
  const { data, error, refetch } = useQuery(registryQuery(team.id, profile))
  return (
    <section aria-label="Schema registry" className="flex flex-col gap-3 border-t border-line pt-4">
      <div>
        <h3 className="text-sm font-medium">Schema registry of this profile</h3>
        <p className="text-xs text-muted">
          Confluent’s interface, as Karapace serves it: a record names its schema by an id.
        </p>
      </div>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton className="h-24" />}
      {data && data.url !== null && <Check key={data.updatedAt} profile={profile} url={data.url} />}
      {data &&
        (may('profile.update') ? (
          <Settings key={data.updatedAt} profile={profile} registry={data} onChanged={onChanged} />
        ) : (
          data.url === null && <p className="text-sm text-muted">None is set.</p>
        ))}
    </section>
  )
}

function Check({ profile, url }: { profile: string; url: string }) {
  const { team, may } = useTeam()
  const check = useMutation({ mutationFn: () => checkRegistry(team.id, profile) })
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <span className="min-w-0 flex-1 truncate font-mono text-sm">{url}</span>
        {may('profile.check') && (
          <Button size="sm" pending={check.isPending} onClick={() => check.mutate()}>
            Does it answer?
          </Button>
        )}
      </div>
      {check.error && <Problem error={check.error} />}
      {check.data &&
        (check.data.ok ? (
          <Notice tone="ok" title={`It answers, and has ${check.data.subjects} subjects.`} />
        ) : (
          <Notice tone="warn" title={`It gives no schemas: ${check.data.reason}.`} />
        ))}
    </div>
  )
}

function Settings({ profile, registry, onChanged }: RegistryFormProps & { registry: Registry }) {
  const { team } = useTeam()
  const client = useQueryClient()
  const [url, setUrl] = useState(registry.url ?? '')
  const [login, setLogin] = useState(registry.login)
  const [username, setUsername] = useState(registry.username ?? '')
  const [secret, setSecret] = useState('')
  const [authority, setAuthority] = useState('')
  const keeps = registry.url === url.trim() && registry.login === login && login !== 'none'
  const done = (words: string) => {
    toast.success(words)
    onChanged()
    return client.invalidateQueries(registryQuery(team.id, profile))
  }
  const save = useMutation({
    mutationFn: () =>
      setRegistry(team.id, profile, {
        url,
        login,
        ...(login === 'password' && { username }),
        ...(login !== 'none' && secret !== '' && { [login]: secret }),
        ...(authority.trim() !== '' && { authority }),
      }),
    onSuccess: () => done('Registry saved'),
  })
  const remove = useMutation({
    mutationFn: () => deleteRegistry(team.id, profile),
    onSuccess: () => done('Registry removed'),
  })

  function submit(event: SubmitEvent) {
    event.preventDefault()
    save.mutate()
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <div className="flex flex-wrap gap-2">
        <Field label="Address" className="min-w-56 flex-1">
          {(control) => (
            <Input
              {...control}
              mono
              placeholder="https://registry.example:8081"
              value={url}
              onChange={(event) => setUrl(event.target.value)}
            />
          )}
        </Field>
        <Field label="Login" className="w-48">
          {(control) => <Select {...control} value={login} options={logins} onValueChange={setLogin} />}
        </Field>
      </div>
      {login !== 'none' && (
        <div className="flex flex-wrap gap-2">
          {login === 'password' && (
            <Field label="User" className="min-w-40 flex-1">
              {(control) => (
                <Input
                  {...control}
                  autoComplete="off"
                  value={username}
                  onChange={(event) => setUsername(event.target.value)}
                />
              )}
            </Field>
          )}
          <Field
            label={login === 'password' ? 'Password' : 'Token'}
            className="min-w-40 flex-1"
            hint={keeps ? 'Leave it empty to keep the stored one.' : undefined}
          >
            {(control) => (
              <Input
                {...control}
                type="password"
                autoComplete="new-password"
                value={secret}
                onChange={(event) => setSecret(event.target.value)}
              />
            )}
          </Field>
        </div>
      )}
      <details>
        <summary className="cursor-pointer text-sm">
          Certificate authority{registry.hasAuthority ? ' (one is stored)' : ''}
        </summary>
        <Textarea
          aria-label="Certificate authority"
          rows={4}
          spellCheck={false}
          className="mt-2 font-mono text-sm"
          placeholder="-----BEGIN CERTIFICATE-----"
          value={authority}
          onChange={(event) => setAuthority(event.target.value)}
        />
      </details>
      {save.error && <Problem error={save.error} />}
      {remove.error && <Problem error={remove.error} />}
      <div className="flex gap-2">
        <Button type="submit" pending={save.isPending} disabled={url.trim() === ''}>
          Save registry
        </Button>
        {registry.url !== null && (
          <Button variant="ghost" pending={remove.isPending} onClick={() => remove.mutate()}>
            Remove
          </Button>
        )}
      </div>
    </form>
  )
}
