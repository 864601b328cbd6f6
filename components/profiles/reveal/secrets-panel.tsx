'use client'

import { useQuery } from '@tanstack/react-query'
import { LockKeyhole } from 'lucide-react'
import { useState } from 'react'
import { rolesThatMay, useTeam } from '#components/shell/team-context.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { profileQuery } from '#lib/client/queries/profiles.ts'
import type { Profile } from '#lib/shared/profile.ts'
import { RevealDialog } from './reveal-dialog.tsx'
import { SecretRow } from './secret-row.tsx'
import { useReveal } from './use-reveal.ts'

/** SecretsPanel names a profile's secrets and lets those who may see one do so, one at a time. */
export function SecretsPanel({ profile: shown }: { profile: Profile }) {
  const { team, may } = useTeam()
  const profile = useQuery({ ...profileQuery(team.id, shown.id), initialData: shown }).data
  const [asked, setAsked] = useState<{ field: string; purpose: 'show' | 'copy' } | null>(null)
  const reveal = useReveal(profile.id)
  const names = [...profile.facts.secrets, ...(profile.hasClientCertificate ? ['client-key'] : [])]
  if (names.length === 0) return null
  const mayReveal = may('secret.reveal') && profile.rights.includes('reveal')
  return (
    <Panel title="Secrets" flush>
      <ul className="divide-y divide-line">
        {names.map((field) => (
          <SecretRow
            key={field}
            field={field}
            reveal={reveal}
            mayReveal={mayReveal}
            onAsk={(purpose) => setAsked({ field, purpose })}
          />
        ))}
      </ul>
      <p className="flex gap-1.5 border-t border-line px-3 py-2 text-xs text-muted">
        <LockKeyhole aria-hidden className="mt-px size-3.5 shrink-0" />
        {mayReveal
          ? 'Whoever looks at a secret or copies it stands in the audit log, with the reason given.'
          : may('secret.reveal')
            ? 'Used for you, never shown to you. Who shares this profile can grant you to see its secrets.'
            : `Used for you, never shown to you. Only ${rolesThatMay('secret.reveal')} can be granted to see one.`}
      </p>
      {asked && (
        <RevealDialog
          key={`${asked.field} ${asked.purpose}`}
          field={asked.field}
          purpose={asked.purpose}
          reveal={reveal}
          onClose={() => setAsked(null)}
        />
      )}
    </Panel>
  )
}
