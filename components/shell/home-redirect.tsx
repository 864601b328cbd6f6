'use client'

import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { Loading } from '#components/ui/skeleton.tsx'
import { meQuery } from '#lib/client/queries/me.ts'
import { Problem } from './problem.tsx'

/** HomeRedirect goes to the profiles of the first team. */
export function HomeRedirect() {
  const router = useRouter()
  const { data, error, refetch } = useQuery(meQuery())
  const team = data?.teams[0]?.id
  useEffect(() => {
    if (team !== undefined) router.replace(`/teams/${team}/profiles`)
  }, [router, team])
  if (error) return <Problem error={error} onRetry={() => void refetch()} className="m-6" />
  return <Loading label="Loading" />
}
