import type { Metadata } from 'next'
import { AuditScreen } from '#components/audit/audit-screen.tsx'
import { TeamFrame } from '#components/team/team-tabs.tsx'
import { requirePageTeam } from '../../../../page-data.ts'

export const metadata: Metadata = { title: 'Audit log' }

export default async function AuditPage({ params }: PageProps<'/teams/[team]/audit'>) {
  await requirePageTeam((await params).team)
  return (
    <TeamFrame>
      <AuditScreen />
    </TeamFrame>
  )
}
