import type { Metadata } from 'next'
import { ProducePage } from '#components/jobs/produce-page.tsx'

export const metadata: Metadata = { title: 'Produce' }

export default async function Page({ params }: { params: Promise<{ team: string; profile: string }> }) {
  const { team, profile } = await params
  return <ProducePage team={team} profileId={profile} />
}
