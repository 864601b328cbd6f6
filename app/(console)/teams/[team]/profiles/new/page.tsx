import type { Metadata } from 'next'
import { PasteScreen } from '#components/profiles/paste-screen.tsx'
import { requirePageTeam } from '../../../../../page-data.ts'

export const metadata: Metadata = { title: 'Paste credentials' }

export default async function PastePage({ params }: PageProps<'/teams/[team]/profiles/new'>) {
  await requirePageTeam((await params).team)
  return <PasteScreen />
}
