'use client'

import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { setNonce } from 'get-nonce'
import { ThemeProvider, useTheme } from 'next-themes'
import { type ReactNode, useState } from 'react'
import { RecentProofProvider } from '#components/team/prove-it-is-you.tsx'
import { Toaster } from '#components/ui/toaster.tsx'
import { ApiFailure } from '#lib/client/api.ts'

/** Errors of these kinds answer the same when asked again at once. */
function worthRetrying(failures: number, caught: unknown): boolean {
  return failures < 2 && caught instanceof ApiFailure && (caught.status === 0 || caught.status === 503)
}

function makeQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (caught) => {
        if (caught instanceof ApiFailure && caught.error.code === 'unauthenticated') goToSignIn()
      },
    }),
    defaultOptions: { queries: { retry: worthRetrying, staleTime: 5_000, refetchOnWindowFocus: true } },
  })
}

/** A session that ended anywhere ends here: a full load drops all that the page still holds. */
function goToSignIn() {
  const here = window.location.pathname + window.location.search
  if (!here.startsWith('/sign-in')) window.location.assign(`/sign-in?next=${encodeURIComponent(here)}`)
}

/** Providers carries what every page needs. `nonce` lets scripts and styles made at run time pass the page's policy. */
export function Providers({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  const [client] = useState(makeQueryClient)
  if (nonce !== undefined) setNonce(nonce)
  return (
    <QueryClientProvider client={client}>
      <ThemeProvider
        attribute="class"
        defaultTheme="system"
        enableSystem
        disableTransitionOnChange
        storageKey="keystream.theme"
        {...(nonce === undefined ? {} : { nonce })}
      >
        <RecentProofProvider>{children}</RecentProofProvider>
        <ThemedToaster />
      </ThemeProvider>
    </QueryClientProvider>
  )
}

function ThemedToaster() {
  const { resolvedTheme } = useTheme()
  return <Toaster theme={resolvedTheme === 'dark' ? 'dark' : 'light'} />
}
