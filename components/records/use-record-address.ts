'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback, useEffect, useRef, useState } from 'react'
import { formatRecordAddress, parseRecordAddress, type RecordAddress } from '#lib/client/record-address.ts'

/** Browsers allow some tens of changes of an address in ten seconds; a held arrow key makes more. */
const WRITE_AFTER_MS = 250

export interface UseRecordAddress {
  address: RecordAddress
  /** Changes what is read: a step that the browser's Back undoes. */
  change: (part: Partial<RecordAddress>) => void
  /** Changes only how it is looked at: the present entry of the history is rewritten. */
  adjust: (part: Partial<RecordAddress>) => void
}

/** useRecordAddress keeps the live page's state in the page's address, so that a reload or a sent link shows the same. */
export function useRecordAddress(): UseRecordAddress {
  const query = useSearchParams().toString()
  const [address, setAddress] = useState(() => parseRecordAddress(new URLSearchParams(query)))
  const written = useRef(query)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  // Another address came from outside: Back, a link to another record, the palette.
  useEffect(() => {
    if (query === written.current) return
    written.current = query
    setAddress(parseRecordAddress(new URLSearchParams(query)))
  }, [query])
  useEffect(() => () => clearTimeout(timer.current), [])

  const write = useCallback((next: RecordAddress, how: 'pushState' | 'replaceState') => {
    clearTimeout(timer.current)
    const text = formatRecordAddress(next).toString()
    if (text === written.current) return
    written.current = text
    window.history[how](null, '', text === '' ? window.location.pathname : `?${text}`)
  }, [])

  const change = useCallback(
    (part: Partial<RecordAddress>) => {
      const next = { ...address, ...part }
      setAddress(next)
      write(next, 'pushState')
    },
    [address, write],
  )

  const adjust = useCallback(
    (part: Partial<RecordAddress>) => {
      const next = { ...address, ...part }
      setAddress(next)
      clearTimeout(timer.current)
      timer.current = setTimeout(() => write(next, 'replaceState'), WRITE_AFTER_MS)
    },
    [address, write],
  )

  return { address, change, adjust }
}
