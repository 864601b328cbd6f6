'use client'

import Link from 'next/link'
import { useState } from 'react'
import { useTeam } from '#components/shell/team-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Select } from '#components/ui/select.tsx'
import type { ProfileMatch } from '#lib/shared/credential-match.ts'
import { DifferenceList } from './versions/difference-list.tsx'

export interface KnownProfileProps {
  /** Those that this paste continues, the surest first; at least one. */
  matches: readonly ProfileMatch[]
  pending: boolean
  onContinue: (match: ProfileMatch) => void
}

/** KnownProfile tells which kept profile a paste continues, what would change, and offers to keep it as a version there. */
export function KnownProfile({ matches, pending, onContinue }: KnownProfileProps) {
  const { team } = useTeam()
  const [chosen, setChosen] = useState<string | null>(null)
  const match = matches.find(({ profile }) => profile === chosen) ?? matches[0]
  if (!match) return null
  const link = (
    <Link
      href={`/teams/${team.id}/profiles/${match.profile}`}
      className="text-accent underline underline-offset-2"
    >
      {match.name}
    </Link>
  )
  return (
    <Notice
      tone="info"
      role="status"
      title={
        match.kind === 'same' ? (
          <>Already kept as {link}</>
        ) : match.kind === 'update' ? (
          <>An update of {link}</>
        ) : (
          <>A rotation of {link}</>
        )
      }
      advice={advice[match.kind]}
      actions={
        match.kind !== 'same' && (
          <Button variant="primary" pending={pending} onClick={() => onContinue(match)}>
            Keep as a new version of {match.name}
          </Button>
        )
      }
    >
      {matches.length > 1 && (
        <Select
          aria-label="Profile that it continues"
          value={match.profile}
          options={matches.map(({ profile, name, kind }) => ({ value: profile, label: `${name} (${kind})` }))}
          onValueChange={setChosen}
        />
      )}
      {match.differences.length > 0 && <DifferenceList differences={match.differences} />}
    </Notice>
  )
}

const advice = {
  same: 'Nothing differs, not even the password. Saving makes a second profile beside it.',
  update:
    'The same user on the same servers. It waits there to be checked and promoted; until then nothing changes.',
  rotation:
    'A new user for the same topic. It waits there to be checked and promoted; until then the old one is used.',
} as const
