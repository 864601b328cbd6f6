import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { ResetForm } from '#components/team/reset-form.tsx'

export const metadata: Metadata = { title: 'Set a new password', referrer: 'no-referrer' }

export default async function ResetPage() {
  // Made for each request: the page's scripts carry the request's nonce.
  await headers()
  return <ResetForm />
}
