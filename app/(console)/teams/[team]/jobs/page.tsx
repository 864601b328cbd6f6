import type { Metadata } from 'next'
import { JobsView } from '#components/jobs/jobs-view.tsx'

export const metadata: Metadata = { title: 'Jobs' }

export default async function Page({ params }: { params: Promise<{ team: string }> }) {
  const { team } = await params
  return <JobsView team={team} />
}
