'use client'

import { useEffect, useEffectEvent } from 'react'
import { tokenFromAddress } from '#lib/client/account-rules.ts'

/** useLinkToken hands the token of the link that opened the page at `path` to `onToken`, once for each link. */
export function useLinkToken(path: string, onToken: (token: string) => void): void {
  const take = useEffectEvent(() => {
    const token = tokenFromAddress(window.location)
    if (token === null) return
    // Taken out of the address, so that it stays in no history and on no screenshot.
    window.history.replaceState(null, '', path)
    onToken(token)
  })
  useEffect(() => {
    const onChange = () => take()
    onChange()
    // The link may be opened in a tab that shows this page already: then only the fragment changes.
    window.addEventListener('hashchange', onChange)
    return () => window.removeEventListener('hashchange', onChange)
  }, [])
}
