import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { ForgotForm } from '#components/team/forgot-form.tsx'
import { signOnName } from '#lib/server/auth/oidc-provider.ts'
import { canResetByMail } from '#lib/server/auth/reset/ask-reset.ts'

export const metadata: Metadata = { title: 'Forgot your password?' }

export default async function ForgotPage() {
  // Made for each request: the page's scripts carry the request's nonce.
  await headers()
  return <ForgotForm byMail={canResetByMail()} provider={signOnName()} />
}
