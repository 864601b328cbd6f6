'use client'

import { Toaster as Sonner } from 'sonner'

/** Toaster is where short confirmations appear; failures stay on the page, beside what failed. */
export function Toaster({ theme }: { theme: 'light' | 'dark' }) {
  return (
    <Sonner
      theme={theme}
      position="bottom-right"
      toastOptions={{
        classNames: {
          toast: '!bg-raised !text-ink !border-line !shadow-raised !rounded-md !text-sm',
          description: '!text-muted',
        },
      }}
    />
  )
}
