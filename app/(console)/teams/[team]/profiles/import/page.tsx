import type { Metadata } from 'next'
import { ImportScreen } from '#components/vault/import-screen.tsx'
import { requirePageTeam } from '../../../../../page-data.ts'

export const metadata: Metadata = { title: 'Import many' }

export default async function ImportPage({ params }: PageProps<'/teams/[team]/profiles/import'>) {
  await requirePageTeam((await params).team)
  return <ImportScreen />
}
