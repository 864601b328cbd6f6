import type { Metadata } from 'next'
import { TeamFrame } from '#components/team/team-tabs.tsx'
import { TokensScreen } from '#components/tokens/tokens-screen.tsx'
import { requirePageTeam } from '../../../../page-data.ts'

export const metadata: Metadata = { title: 'API tokens' }

export default async function TokensPage({ params }: PageProps<'/teams/[team]/tokens'>) {
  await requirePageTeam((await params).team)
  return (
    <TeamFrame>
      <TokensScreen />
    </TeamFrame>
  )
}
