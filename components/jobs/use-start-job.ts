'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { jobsKey, startJob } from '#lib/client/queries/jobs.ts'
import type { JobSpec, StartJob } from '#lib/shared/job.ts'

interface JobToStart {
  profile: string
  spec: JobSpec
  name?: string
}

/** useStartJob starts a job on a profile and goes to its page. */
export function useStartJob(team: string) {
  const client = useQueryClient()
  const router = useRouter()
  return useMutation({
    mutationFn: ({ profile, spec, name }: JobToStart) => {
      const body: StartJob = {
        ...{ kind: spec.kind, profile, spec },
        ...(name ? { name } : {}),
      }
      return startJob(team, body)
    },
    onSuccess: async (job) => {
      await client.invalidateQueries({ queryKey: jobsKey(team) })
      router.push(`/teams/${team}/jobs/${job.id}`)
    },
  })
}
