'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { type SubmitEvent, useDeferredValue, useEffect, useId, useMemo, useRef, useState } from 'react'
import { NotAllowed } from '#components/shell/not-allowed.tsx'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { ApiFailure } from '#lib/client/api.ts'
import { createProfile, profileQuery, profilesKey, profilesQuery } from '#lib/client/queries/profiles.ts'
import { addVersion } from '#lib/client/queries/versions.ts'
import type { CredentialFacts, SecurityProtocol } from '#lib/shared/credential.ts'
import type { ProfileMatch } from '#lib/shared/credential-match.ts'
import type { Profile } from '#lib/shared/profile.ts'
import { credentialKey } from './credential-key.ts'
import { IssueList } from './issue-list.tsx'
import { KnownProfile } from './known-profile.tsx'
import { PasteBox, type PasteBoxHandle } from './paste-box.tsx'
import { dropPaste, peekPaste } from './paste-handoff.ts'
import { PasteHelp } from './paste-help.tsx'
import { PastePreview } from './paste-preview.tsx'
import { proposeName } from './propose-name.ts'
import { SaveFormFields } from './save-form.tsx'
import {
  checkForm,
  createBody,
  emptyForm,
  type SaveErrors,
  type SaveForm,
  versionBody,
} from './save-form-state.ts'
import { SavedProfile } from './saved-profile.tsx'
import { sayUnderstood, understandPaste } from './understand-paste.ts'
import { useMatches } from './use-matches.ts'

interface RenewRequest {
  match: ProfileMatch
  facts: CredentialFacts
  form: SaveForm
}

const noProfiles: readonly Profile[] = []

/** PasteScreen understands a paste while it is typed, keeps it on request, and proves it at once. */
export function PasteScreen() {
  const { may } = useTeam()
  return may('profile.create') ? <Paste /> : <NotAllowed action="profile.create" what="paste credentials" />
}

function Paste() {
  const { team, may } = useTeam()
  const client = useQueryClient()
  const router = useRouter()
  const box = useRef<PasteBoxHandle>(null)
  const summaryId = useId()
  const [text, setText] = useState(peekPaste)
  const [chosenKey, setChosenKey] = useState<string | null>(null)
  const [form, setForm] = useState<SaveForm>(emptyForm)
  const [errors, setErrors] = useState<SaveErrors>({})
  const [saved, setSaved] = useState<{ profile: Profile; facts: CredentialFacts } | null>(null)
  useEffect(dropPaste, [])

  // Typing never waits for understanding; a paste of usual length is understood within the same frame.
  const steadyText = useDeferredValue(text)
  const answer = useMemo(() => understandPaste(steadyText), [steadyText])
  const profiles = useQuery(profilesQuery(team.id)).data?.items ?? noProfiles
  const { products, issues } = answer
  const blocking = issues.filter((issue) => issue.severity === 'error')
  const worthKnowing = issues.filter((issue) => issue.severity !== 'error')
  const goToLine = (line: number) => box.current?.focusLine(line)
  const facts =
    products.length === 1 ? products[0] : products.find((each) => credentialKey(each) === chosenKey)
  const proposed = facts
    ? proposeName(
        facts,
        profiles.map((each) => each.name),
      )
    : ''
  const name = form.name ?? proposed

  const save = useMutation({
    mutationFn: (request: { facts: CredentialFacts; form: SaveForm; name: string }) =>
      createProfile(team.id, createBody({ text: steadyText, several: products.length > 1, ...request })),
    onSuccess: (profile, request) => {
      client.setQueryData(profileQuery(team.id, profile.id).queryKey, profile)
      void client.invalidateQueries({ queryKey: profilesKey(team.id) })
      setSaved({ profile, facts: request.facts })
      window.scrollTo({ top: 0 })
    },
  })

  const matches = useMatches(steadyText, facts, profiles)
  const renew = useMutation({
    mutationFn: ({ match, ...request }: RenewRequest) =>
      addVersion(
        team.id,
        match.profile,
        versionBody({ text: steadyText, several: products.length > 1, name: match.name, ...request }),
      ),
    onSuccess: async ({ version }, { match }) => {
      await client.invalidateQueries({ queryKey: profilesKey(team.id) })
      router.push(`/teams/${team.id}/profiles/${match.profile}/versions?check=${version}`)
    },
  })

  function change(part: Partial<SaveForm>) {
    setForm((before) => ({ ...before, ...part }))
    setErrors((before) => Object.fromEntries(Object.entries(before).filter(([field]) => !(field in part))))
  }

  function onSubmit(event: SubmitEvent) {
    event.preventDefault()
    if (!facts) return
    const found = checkForm(form, name, facts)
    setErrors(found)
    if (Object.keys(found).length === 0) save.mutate({ facts, form, name })
  }

  function startOver() {
    setSaved(null)
    setForm(emptyForm)
    setErrors({})
    save.reset()
  }

  if (saved) {
    return (
      <SavedProfile
        key={saved.profile.id}
        profile={saved.profile}
        facts={saved.facts}
        others={products.filter((each) => credentialKey(each) !== credentialKey(saved.facts))}
        onOther={(other) => {
          startOver()
          setChosenKey(credentialKey(other))
        }}
        onProtocol={(protocol: SecurityProtocol) => {
          const next = { ...form, protocol }
          setForm(next)
          setSaved(null)
          save.mutate({ facts: saved.facts, form: next, name: saved.profile.name })
        }}
        onEdit={() => setSaved(null)}
        onDone={() => {
          setText('')
          startOver()
        }}
      />
    )
  }

  const continues = matches.some(({ kind }) => kind !== 'same')
  const fieldErrors = { ...serverErrors(save.error ?? renew.error), ...errors }
  return (
    <div className="mx-auto grid max-w-[1400px] gap-4 px-3 py-5 sm:px-6 lg:grid-cols-2">
      <div className="lg:col-span-2">
        <h1 className="text-xl font-semibold tracking-tight">Paste credentials</h1>
      </div>
      <div className="flex min-w-0 flex-col lg:sticky lg:top-16 lg:self-start">
        <PasteBox ref={box} text={text} onTextChange={setText} issues={issues} describedBy={summaryId} />
        <p id={summaryId} role="status" className="min-h-6 px-1 pt-1.5 text-sm text-muted">
          {sayUnderstood(answer)}
        </p>
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        {text.trim() === '' && <PasteHelp />}
        <IssueList label="What is wrong with this paste" issues={blocking} onLine={goToLine} />
        {products.length > 0 && (
          <PastePreview products={products} chosen={chosenKey} onChoose={setChosenKey} />
        )}
        <IssueList label="What to know about this paste" issues={worthKnowing} onLine={goToLine} />
        {facts && (
          <Panel title="Keep it as a profile">
            <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
              <KnownProfile
                matches={matches}
                pending={renew.isPending}
                onContinue={(match) => {
                  const found = checkForm(form, name, facts)
                  setErrors(found)
                  if (Object.keys(found).length === 0) renew.mutate({ match, facts, form })
                }}
              />
              {renew.error && <Problem error={renew.error} />}
              <SaveFormFields facts={facts} name={name} form={form} errors={fieldErrors} onChange={change} />
              {save.error && <Problem error={save.error} />}
              <div className="flex items-center gap-3">
                <Button type="submit" variant={continues ? 'secondary' : 'primary'} pending={save.isPending}>
                  {matches.length > 0
                    ? 'Save as a new profile'
                    : facts.product === 'kafka' && may('profile.check')
                      ? 'Save and check'
                      : 'Save'}
                </Button>
                <span className="text-xs text-muted">Kept encrypted for {team.name}.</span>
              </div>
            </form>
          </Panel>
        )}
      </div>
    </div>
  )
}

/** The server names the field it refuses; where the form has that field, the words stand there too. */
function serverErrors(caught: unknown): SaveErrors {
  if (!(caught instanceof ApiFailure) || caught.error.field === undefined) return {}
  const field = caught.error.field
  const isText = field in emptyForm && field !== 'protocol' && field !== 'verifyHostname'
  return isText ? { [field]: caught.error.message } : {}
}
