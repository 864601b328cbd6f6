import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { AccountScreen } from '#components/team/account-screen.tsx'
import { accountQuery, sessionsQuery } from '#lib/client/queries/account.ts'
import { getAccount } from '#lib/server/auth/account.ts'
import { listSessions } from '#lib/server/auth/list-sessions.ts'
import { dehydrated, pageUser } from '../page-data.ts'

export const metadata: Metadata = { title: 'Your account' }

export default async function AccountPage() {
  const user = await pageUser()
  if (!user) redirect('/sign-in?next=/account')
  const [account, sessions] = await Promise.all([getAccount(user), listSessions(user)])
  const entries = [
    [accountQuery().queryKey, account],
    [sessionsQuery().queryKey, sessions],
  ] as const
  return (
    <HydrationBoundary state={dehydrated(entries)}>
      <AccountScreen />
    </HydrationBoundary>
  )
}
