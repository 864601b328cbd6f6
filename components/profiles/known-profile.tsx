'use client'

import Link from 'next/link'
import { useTeam } from '#components/shell/team-context.tsx'
import { Notice } from '#components/ui/notice.tsx'
import type { CredentialFacts } from '#lib/shared/credential.ts'
import type { Profile } from '#lib/shared/profile.ts'
import { summarizeFacts } from './summarize-profile.ts'

/** KnownProfile tells when the team already keeps a profile of the same user on the same servers. */
export function KnownProfile({ facts, profiles }: { facts: CredentialFacts; profiles: readonly Profile[] }) {
  const { team } = useTeam()
  const known = profiles.find((profile) => isSame(profile.facts, facts))
  if (!known) return null
  return (
    <Notice
      tone="info"
      title={
        <>
          Already kept as{' '}
          <Link
            href={`/teams/${team.id}/profiles/${known.id}`}
            className="text-accent underline underline-offset-2"
          >
            {known.name}
          </Link>
        </>
      }
      advice="The same user on the same servers. Saving makes a second profile beside it."
    />
  )
}

function isSame(a: CredentialFacts, b: CredentialFacts): boolean {
  if (a.product !== b.product) return false
  const first = summarizeFacts(a)
  const second = summarizeFacts(b)
  return (
    first.principal === second.principal &&
    first.target === second.target &&
    sorted(first.servers) === sorted(second.servers)
  )
}

/** Juju prints the servers in an order that changes. */
function sorted(servers: string | null): string {
  return (servers ?? '').split(',').sort().join(',')
}
