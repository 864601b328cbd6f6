'use client'

import { useEffect, useState } from 'react'

/** useSettled gives a value once it has not changed for so many milliseconds: for what asks a server while one types. */
export function useSettled<V>(value: V, afterMs: number): V {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), afterMs)
    return () => clearTimeout(timer)
  }, [value, afterMs])
  return settled
}
