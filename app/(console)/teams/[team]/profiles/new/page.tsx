import type { Metadata } from 'next'
import { PasteScreen } from '#components/profiles/paste-screen.tsx'

export const metadata: Metadata = { title: 'Paste credentials' }

export default function PastePage() {
  return <PasteScreen />
}
