import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { JoinForm } from '#components/team/join-form.tsx'

export const metadata: Metadata = { title: 'Join a team', referrer: 'no-referrer' }

export default async function JoinPage() {
  // Made for each request: the page's scripts carry the request's nonce.
  await headers()
  return <JoinForm />
}
