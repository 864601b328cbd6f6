import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { notFound } from 'next/navigation'
import { SetupForm } from '#components/team/setup-form.tsx'
import { isSetupOpen } from '#lib/server/auth/setup-token.ts'

export const metadata: Metadata = { title: 'Set up', referrer: 'no-referrer' }

export default async function SetupPage() {
  // Asked for each request, never at the build, where there is no database.
  await headers()
  if (!(await isSetupOpen())) notFound()
  return <SetupForm />
}
