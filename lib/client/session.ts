import { z } from 'zod'
import { type SignInStep, SignInStepSchema } from '#lib/shared/account.ts'
import { fetchJson } from './api.ts'

/**
 * signIn begins a session: the browser keeps its cookie, this page sees nothing of it. An account with a second factor
 * gets a challenge, to be answered with a code. Throws ApiFailure.
 */
export function signIn(account: { email: string; password: string }): Promise<SignInStep> {
  return fetchJson(SignInStepSchema, '/api/auth/sign-in/email', { body: account })
}

/** answerCode ends a sign-in with a code of the app, or with a recovery code. Throws ApiFailure. */
export async function answerCode(answer: { challenge: string; code: string }): Promise<void> {
  await fetchJson(z.unknown(), '/api/auth/sign-in/second-factor', { body: answer })
}

export async function signOut(): Promise<void> {
  await fetchJson(z.unknown(), '/api/auth/sign-out', { body: {} })
}

export interface FirstOwner {
  token: string
  name: string
  email: string
  password: string
  team: string
}

/** setUp creates the first owner and the first team with the one-time token, and signs in. Throws ApiFailure. */
export async function setUp(owner: FirstOwner): Promise<void> {
  await fetchJson(z.unknown(), '/api/setup', { body: owner })
}

/** proveItIsYou gives the session its recent proof, good for five minutes. Throws ApiFailure. */
export async function proveItIsYou(proof: { password: string } | { code: string }): Promise<void> {
  await fetchJson(z.unknown(), '/api/auth/reauthenticate', { body: proof })
}
