'use client'

import { useState } from 'react'

/**
 * useShownChoice shows a choice at the click, also where its value lies in the address, which follows some
 * milliseconds later. Gives the value to show and what to call at a click; a value that comes from elsewhere wins.
 */
export function useShownChoice<V>(value: V): readonly [V, (next: V) => void] {
  const [choice, setChoice] = useState<{ readonly from: V; readonly to: V } | null>(null)
  if (choice !== null && choice.from !== value) setChoice(null)
  const shown = choice !== null && choice.from === value ? choice.to : value
  return [shown, (to) => setChoice({ from: value, to })]
}
