'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { profileQuery } from '#lib/client/queries/profiles.ts'

/** ProfileLink names another profile that a job works with. */
export function ProfileLink({ team, profile }: { team: string; profile: string }) {
  const known = useQuery({ ...profileQuery(team, profile), retry: false }).data
  return (
    <Link href={`/teams/${team}/profiles/${profile}`} className="underline">
      {known?.name ?? profile}
    </Link>
  )
}
