'use client'

import { useQuery } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-react'
import Link from 'next/link'
import { Logo } from '#components/shell/logo.tsx'
import { Problem } from '#components/shell/problem.tsx'
import { leave } from '#components/shell/user-menu.tsx'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { accountQuery } from '#lib/client/queries/account.ts'
import { NamePanel } from './name-panel.tsx'
import { PasskeysPanel } from './passkeys-panel.tsx'
import { PasswordPanel } from './password-panel.tsx'
import { SecondFactorPanel } from './second-factor-panel.tsx'
import { SessionsPanel } from './sessions-panel.tsx'

/** AccountScreen is a person's own page, the same in all of their teams. */
export function AccountScreen() {
  const { data: account, error, refetch } = useQuery(accountQuery())
  return (
    <>
      <header className="sticky top-0 z-20 border-b border-line bg-surface">
        <div className="flex h-11 items-center gap-2 px-2 sm:px-4">
          <Link
            href="/"
            aria-label="Keystream, profiles"
            className="flex h-8 items-center gap-1.5 px-1 font-semibold"
          >
            <Logo className="size-5 text-accent" />
            <span className="max-sm:sr-only">Keystream</span>
          </Link>
          <Link href="/" className={buttonClass('ghost', 'sm')}>
            <ArrowLeft />
            Back to the profiles
          </Link>
          <div className="flex-1" />
          <Button variant="ghost" size="sm" onClick={() => void leave()}>
            Sign out
          </Button>
        </div>
      </header>
      <main className="mx-auto flex max-w-3xl flex-col gap-4 px-3 py-5 sm:px-6">
        <PageHeader title="Your account">{account?.email}</PageHeader>
        {error && <Problem error={error} onRetry={() => void refetch()} />}
        {!account && !error && (
          <Loading label="Loading your account" className="flex flex-col gap-2">
            <Skeleton className="h-24" />
            <Skeleton className="h-24" />
          </Loading>
        )}
        {account && (
          <>
            <NamePanel key={account.name} account={account} />
            <PasswordPanel account={account} />
            <SecondFactorPanel account={account} />
            <PasskeysPanel />
            <SessionsPanel />
          </>
        )}
      </main>
    </>
  )
}
