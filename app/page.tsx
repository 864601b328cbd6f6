import { redirect } from 'next/navigation'
import { NoTeam } from '#components/team/no-team.tsx'
import { isSetupOpen } from '#lib/server/auth/setup-token.ts'
import { pageMe } from './page-data.ts'

export default async function HomePage() {
  const me = await pageMe()
  if (!me) redirect((await isSetupOpen()) ? '/setup' : '/sign-in')
  const team = me.teams[0]
  if (team) redirect(`/teams/${team.id}/profiles`)
  return <NoTeam email={me.user.email} />
}
