'use client'

import { createContext, type ReactNode, use, useMemo, useRef, useState } from 'react'
import { ApiFailure } from '#lib/client/api.ts'
import { ProofDialog } from './proof-dialog.tsx'

export interface RecentProof {
  /**
   * Acts; when the server wants a recent proof first, asks for it in a dialog and acts once more. Throws what the act
   * throws, and the server's first answer when the dialog was closed without a proof.
   */
  run: <T>(act: () => Promise<T>) => Promise<T>
}

const Context = createContext<RecentProof | null>(null)

/** RecentProofProvider holds the one dialog that asks who is there. */
export function RecentProofProvider({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(false)
  const waiting = useRef<{ promise: Promise<boolean>; answer: (proven: boolean) => void }>(null)

  function finish(proven: boolean) {
    waiting.current?.answer(proven)
    waiting.current = null
    setOpen(false)
  }

  const value = useMemo<RecentProof>(() => {
    /** Two acts at once wait for the same proof. */
    function ask(): Promise<boolean> {
      if (waiting.current) return waiting.current.promise
      const { promise, resolve } = Promise.withResolvers<boolean>()
      waiting.current = { promise, answer: resolve }
      setOpen(true)
      return promise
    }
    return {
      run: async (act) => {
        try {
          return await act()
        } catch (caught) {
          if (!wantsProof(caught) || !(await ask())) throw caught
          return await act()
        }
      },
    }
  }, [])

  return (
    <Context value={value}>
      {children}
      {open && <ProofDialog onProven={() => finish(true)} onClose={() => finish(false)} />}
    </Context>
  )
}

/** useRecentProof lets a mutation act with a recent proof: `mutationFn: () => proof.run(() => …)`. */
export function useRecentProof(): RecentProof {
  const value = use(Context)
  if (!value) throw new Error('useRecentProof stands outside of its provider')
  return value
}

/** wantsProof tells the answer that asks for a proof; a form need not show it as a failure when its dialog was closed. */
export function wantsProof(caught: unknown): boolean {
  return caught instanceof ApiFailure && caught.error.code === 'reauthentication_required'
}
