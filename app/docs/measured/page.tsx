import type { Metadata } from 'next'
import { MeasuredPage } from '#components/docs/measured-page.tsx'

export const metadata: Metadata = { title: 'Measured' }

export default function Page() {
  return <MeasuredPage />
}
