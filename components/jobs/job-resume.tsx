'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { StepForward } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { Problem } from '#components/shell/problem.tsx'
import { Button } from '#components/ui/button.tsx'
import { jobsKey, resumeJob } from '#lib/client/queries/jobs.ts'
import type { Job } from '#lib/shared/job.ts'
import { resumePlan } from '#lib/shared/resume-plan.ts'

/** JobResume lets a job that ended early go on, or says why it can't. */
export function JobResume({ team, job }: { team: string; job: Job }) {
  const client = useQueryClient()
  const router = useRouter()
  const resume = useMutation({
    mutationFn: () => resumeJob(team, job.id),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: jobsKey(team) })
      router.push(`/teams/${team}/jobs/${id}`)
    },
  })
  if (job.state !== 'interrupted' && job.state !== 'cancelled' && job.state !== 'failed') return null
  // Its rest is another job's; the page says whose.
  if (job.resumedBy !== undefined) return null
  const plan = resumePlan(job)
  return (
    <>
      {plan.can && (
        <Button pending={resume.isPending} title={plan.words} onClick={() => resume.mutate()}>
          <StepForward />
          Resume
        </Button>
      )}
      {!plan.can && job.state === 'interrupted' && (
        <p className="basis-full text-sm text-muted">It can’t be resumed. {plan.why}</p>
      )}
      {resume.error && <Problem error={resume.error} className="basis-full" />}
    </>
  )
}
