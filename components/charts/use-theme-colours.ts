'use client'

import { useTheme } from 'next-themes'
import { useEffect, useState } from 'react'

export interface ThemeColours {
  line: string
  fill: string
  grid: string
  text: string
}

/** useThemeColours reads the tokens that a canvas can't resolve by itself, and again when the theme changes. */
export function useThemeColours(): ThemeColours | null {
  const { resolvedTheme } = useTheme()
  const [colours, setColours] = useState<ThemeColours | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme changes what the tokens hold
  useEffect(() => {
    // The class on <html> changes after this render; the next frame sees it.
    const frame = requestAnimationFrame(() => {
      const style = getComputedStyle(document.documentElement)
      const token = (name: string) => style.getPropertyValue(name).trim()
      setColours({
        line: token('--accent'),
        fill: token('--accent-soft'),
        grid: token('--line'),
        text: token('--muted'),
      })
    })
    return () => cancelAnimationFrame(frame)
  }, [resolvedTheme])
  return colours
}
