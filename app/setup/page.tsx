import type { Metadata } from 'next'
import { SetupForm } from '#components/team/setup-form.tsx'

export const metadata: Metadata = { title: 'Set up', referrer: 'no-referrer' }

export default function SetupPage() {
  return <SetupForm />
}
