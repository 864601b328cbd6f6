import type { Metadata } from 'next'
import { TemplatesView } from '#components/jobs/templates-view.tsx'

export const metadata: Metadata = { title: 'Templates of jobs' }

export default async function Page({ params }: { params: Promise<{ team: string }> }) {
  const { team } = await params
  return <TemplatesView team={team} />
}
