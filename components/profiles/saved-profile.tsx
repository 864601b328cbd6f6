'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Radio, Send } from 'lucide-react'
import Link from 'next/link'
import { useEffect, useEffectEvent, useRef } from 'react'
import { CheckPanel } from '#components/check/check-panel.tsx'
import { useCheck } from '#components/check/use-check.ts'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { deleteProfile, profileQuery, profilesKey } from '#lib/client/queries/profiles.ts'
import type { CredentialFacts, SecurityProtocol } from '#lib/shared/credential.ts'
import type { Profile } from '#lib/shared/profile.ts'
import { CredentialFactsList } from './credential-facts.tsx'
import { productName } from './product-name.ts'

export interface SavedProfileProps {
  profile: Profile
  /** As the paste said them, with the protocols it fits as well. */
  facts: CredentialFacts
  /** What else the paste holds. */
  others: readonly CredentialFacts[]
  onOther: (facts: CredentialFacts) => void
  /** Keep it anew with another protocol; the profile made before is gone by then. */
  onProtocol: (protocol: SecurityProtocol) => void
  /** Back to the text; the profile made before is gone by then. */
  onEdit: () => void
  onDone: () => void
}

/** SavedProfile is the second half of the paste screen: the check of what was just kept, and the ways on. */
export function SavedProfile(props: SavedProfileProps) {
  const { facts, others, onOther, onProtocol, onEdit, onDone } = props
  const { team, may } = useTeam()
  const client = useQueryClient()
  const profile = useQuery({ ...profileQuery(team.id, props.profile.id), initialData: props.profile }).data
  const check = useCheck({ team: team.id, profile: profile.id })
  const isKafka = facts.product === 'kafka'
  const heading = useRef<HTMLDivElement>(null)

  const begin = useEffectEvent(() => {
    heading.current?.focus()
    if (isKafka && may('profile.check')) check.run()
  })
  useEffect(() => begin(), [])

  const undo = useMutation({
    mutationFn: (_next: () => void) => deleteProfile(team.id, profile.id),
    onSuccess: (_answer, next) => {
      void client.invalidateQueries({ queryKey: profilesKey(team.id) })
      next()
    },
  })

  const failed = check.state.verdict?.verdict === 'failed'
  const otherProtocols =
    isKafka && profile.facts.product === 'kafka'
      ? protocolsBeside(facts.securityProtocol, facts.alternativeProtocols, profile.facts.securityProtocol)
      : []
  const path = `/teams/${team.id}/profiles/${profile.id}`
  return (
    <div className="mx-auto flex max-w-[1400px] flex-col gap-4 px-3 py-5 sm:px-6">
      <div ref={heading} tabIndex={-1} className="outline-none">
        <PageHeader
          title={profile.name}
          actions={
            <>
              <Link href={path} className={buttonClass(isKafka ? 'secondary' : 'primary')}>
                Open profile
              </Link>
              {isKafka && may('records.produce') && (
                <Link href={`${path}/produce`} className={buttonClass()}>
                  <Send aria-hidden />
                  Produce
                </Link>
              )}
              {isKafka && may('records.read') && (
                <Link href={`${path}/live`} className={buttonClass('primary')}>
                  <Radio aria-hidden />
                  Watch live
                </Link>
              )}
            </>
          }
        >
          Kept encrypted for {team.name}.
          {!isKafka && ` Checks are made for Kafka; ${productName(facts.product)} is kept as it is.`}
        </PageHeader>
      </div>
      <div className={isKafka ? 'grid gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,24rem)]' : 'max-w-2xl'}>
        {isKafka && (
          <div className="flex min-w-0 flex-col gap-3">
            <CheckPanel profile={profile} check={check} />
            {failed && (
              <div className="flex flex-wrap gap-2">
                {otherProtocols.map((protocol) => (
                  <Button
                    key={protocol}
                    variant="primary"
                    pending={undo.isPending}
                    onClick={() => undo.mutate(() => onProtocol(protocol))}
                  >
                    Try {protocol} instead
                  </Button>
                ))}
                <Button pending={undo.isPending} onClick={() => undo.mutate(onEdit)}>
                  Discard it and edit the paste
                </Button>
              </div>
            )}
            {undo.error && <Problem error={undo.error} />}
          </div>
        )}
        <Panel title={productName(facts.product)} className="self-start">
          <CredentialFactsList facts={profile.facts} />
        </Panel>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {others.map((other) => (
          <Button key={`${other.product} ${other.unit}`} onClick={() => onOther(other)}>
            Save {productName(other.product)}
            {other.unit && ` of ${other.unit}`} too
          </Button>
        ))}
        <Button variant="ghost" onClick={onDone}>
          Paste another
        </Button>
      </div>
    </div>
  )
}

function protocolsBeside(
  said: SecurityProtocol,
  alternatives: readonly SecurityProtocol[],
  used: SecurityProtocol,
): SecurityProtocol[] {
  return [...new Set([said, ...alternatives])].filter((protocol) => protocol !== used)
}
