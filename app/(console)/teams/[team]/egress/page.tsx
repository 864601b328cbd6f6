import type { Metadata } from 'next'
import { EgressScreen } from '#components/egress/egress-screen.tsx'

export const metadata: Metadata = { title: 'Egress policy' }

export default function Page() {
  return <EgressScreen />
}
