import { z } from 'zod'
import { fetchJson } from './api.ts'

/** signIn begins a session: the browser keeps its cookie, this page sees nothing of it. Throws ApiFailure. */
export async function signIn(account: { email: string; password: string }): Promise<void> {
  await fetchJson(z.unknown(), '/api/auth/sign-in/email', { body: account })
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
