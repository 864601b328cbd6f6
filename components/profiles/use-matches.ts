'use client'

import { useEffect, useState } from 'react'
import { useTeam } from '#components/shell/team-context.tsx'
import { parsePaste } from '#lib/client/queries/versions.ts'
import { matchFacts } from '#lib/credentials/match-facts.ts'
import type { CredentialFacts } from '#lib/shared/credential.ts'
import type { ProfileMatch } from '#lib/shared/credential-match.ts'
import type { Profile } from '#lib/shared/profile.ts'

/** Typing goes on; the server is asked when it pauses. */
const PAUSE_MS = 250

interface Answer {
  text: string
  matches: readonly ProfileMatch[]
}

/**
 * useMatches tells which kept profiles the chosen credential of a paste continues, the surest first. The listed
 * profiles say here, without a request, whether any may: only then is the server asked, which compares the secrets
 * as well. An answer that does not come leaves the paste to be saved as a new profile.
 */
export function useMatches(
  text: string,
  facts: CredentialFacts | undefined,
  profiles: readonly Profile[],
): readonly ProfileMatch[] {
  const { team, may } = useTeam()
  const [answer, setAnswer] = useState<Answer | null>(null)
  const maybe =
    facts !== undefined &&
    may('version.create') &&
    profiles.some((profile) => profile.rights.includes('edit') && matchFacts(profile.facts, facts) !== null)

  useEffect(() => {
    if (!maybe) return
    const stop = new AbortController()
    const timer = setTimeout(() => {
      parsePaste(team.id, text, stop.signal).then(
        ({ matches }) => setAnswer({ text, matches }),
        () => setAnswer(null),
      )
    }, PAUSE_MS)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [maybe, team.id, text])

  if (!maybe || answer?.text !== text) return []
  return answer.matches.filter(({ product, unit }) => product === facts.product && unit === facts.unit)
}
