import type { Metadata } from 'next'
import { DeletedScreen } from '#components/vault/deleted-screen.tsx'
import { requirePageTeam } from '../../../../../page-data.ts'

export const metadata: Metadata = { title: 'Recently deleted' }

export default async function DeletedPage({ params }: PageProps<'/teams/[team]/profiles/deleted'>) {
  await requirePageTeam((await params).team)
  return <DeletedScreen />
}
