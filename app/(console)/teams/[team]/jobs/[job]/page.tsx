import type { Metadata } from 'next'
import { JobView } from '#components/jobs/job-view.tsx'

export const metadata: Metadata = { title: 'Job' }

export default async function Page({ params }: { params: Promise<{ team: string; job: string }> }) {
  const { team, job } = await params
  return <JobView team={team} jobId={job} />
}
