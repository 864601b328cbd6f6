import { HydrationBoundary } from '@tanstack/react-query'
import { ConsoleFrame } from '#components/shell/console-frame.tsx'
import { meQuery } from '#lib/client/queries/me.ts'
import { dehydrated, requirePageTeam } from '../../../page-data.ts'

export default async function TeamLayout({ params, children }: LayoutProps<'/teams/[team]'>) {
  const { me, team } = await requirePageTeam((await params).team)
  return (
    <HydrationBoundary state={dehydrated([[meQuery().queryKey, me]])}>
      <ConsoleFrame team={team.id}>{children}</ConsoleFrame>
    </HydrationBoundary>
  )
}
