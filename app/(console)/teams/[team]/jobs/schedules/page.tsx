import type { Metadata } from 'next'
import { SchedulesView } from '#components/jobs/schedules-view.tsx'

export const metadata: Metadata = { title: 'Schedules of jobs' }

export default async function Page({ params }: { params: Promise<{ team: string }> }) {
  const { team } = await params
  return <SchedulesView team={team} />
}
