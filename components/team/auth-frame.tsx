import type { ReactNode } from 'react'
import { Logo } from '#components/shell/logo.tsx'

/** AuthFrame is the one quiet column of the pages before a session. */
export function AuthFrame({
  title,
  lead,
  children,
}: {
  title: string
  lead: ReactNode
  children: ReactNode
}) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center px-4 py-10">
      <div className="flex items-center gap-2 pb-8 font-semibold tracking-tight">
        <Logo className="size-6 text-accent" />
        Keystream
      </div>
      <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
      <p className="pt-1 pb-6 text-muted">{lead}</p>
      {children}
    </main>
  )
}
