import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { SignInForm } from '#components/team/sign-in-form.tsx'
import { safeNext } from '#lib/client/account-rules.ts'
import { signOnName, signOnProblems } from '#lib/server/auth/oidc-provider.ts'
import { isSetupOpen } from '#lib/server/auth/setup-token.ts'
import { pageMe } from '../page-data.ts'

export const metadata: Metadata = { title: 'Sign in' }

export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  const { next, problem } = await searchParams
  const target = safeNext(typeof next === 'string' ? next : null)
  if (await pageMe()) redirect(target)
  if (await isSetupOpen()) redirect('/setup')
  const known = signOnProblems.find((each) => each.code === problem)
  return <SignInForm next={target} provider={signOnName()} problem={known?.message} />
}
