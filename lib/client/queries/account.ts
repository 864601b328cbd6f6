import { queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import {
  AccountSchema,
  PasskeyPageSchema,
  PasskeySchema,
  ProofWaysSchema,
  RecoveryCodesSchema,
  SessionPageSchema,
  TotpSetupSchema,
} from '#lib/shared/account.ts'
import { fetchJson } from '../api.ts'
import { askForPasskey, makePasskey } from '../passkey.ts'

/** accountKey is the prefix of every query about the own account; a change of any part invalidates it. */
export const accountKey = ['account'] as const

const EndedSchema = z.object({ sessionsEnded: z.number().int() })
const OptionsSchema = z.object({ challenge: z.string(), options: z.unknown() })

export function accountQuery() {
  return queryOptions({
    queryKey: [...accountKey, 'own'],
    queryFn: ({ signal }) => fetchJson(AccountSchema, '/api/account', { signal }),
  })
}

export function sessionsQuery() {
  return queryOptions({
    queryKey: [...accountKey, 'sessions'],
    queryFn: ({ signal }) => fetchJson(SessionPageSchema, '/api/account/sessions', { signal }),
  })
}

export function passkeysQuery() {
  return queryOptions({
    queryKey: [...accountKey, 'passkeys'],
    queryFn: ({ signal }) => fetchJson(PasskeyPageSchema, '/api/account/passkeys', { signal }),
  })
}

/** proofWaysQuery: what this person can prove the session with. */
export function proofWaysQuery() {
  return queryOptions({
    queryKey: [...accountKey, 'ways'],
    queryFn: ({ signal }) => fetchJson(ProofWaysSchema, '/api/auth/reauthenticate', { signal }),
  })
}

export function changeName(name: string) {
  return fetchJson(AccountSchema, '/api/account', { method: 'PATCH', body: { name } })
}

export function changePassword(body: { current?: string; password: string }) {
  return fetchJson(EndedSchema, '/api/account/password', { body })
}

export function beginTotp() {
  return fetchJson(TotpSetupSchema, '/api/account/totp', { body: {} })
}

export function confirmTotp(code: string) {
  return fetchJson(RecoveryCodesSchema, '/api/account/totp/confirm', { body: { code } })
}

export async function removeTotp(): Promise<void> {
  await fetchJson(z.unknown(), '/api/account/totp', { method: 'DELETE' })
}

export function renewRecoveryCodes() {
  return fetchJson(RecoveryCodesSchema, '/api/account/recovery-codes', { body: {} })
}

export async function revokeSession(session: string): Promise<void> {
  await fetchJson(z.unknown(), `/api/account/sessions/${encodeURIComponent(session)}`, { method: 'DELETE' })
}

export function revokeOtherSessions() {
  return fetchJson(EndedSchema, '/api/account/sessions', { method: 'DELETE' })
}

/** addPasskey lets the browser make a passkey for this account and stores its public half. */
export async function addPasskey(name: string) {
  const { challenge, options } = await fetchJson(OptionsSchema, '/api/account/passkeys/options', { body: {} })
  const response = await makePasskey(options)
  return fetchJson(PasskeySchema, '/api/account/passkeys', { body: { name, challenge, response } })
}

export async function removePasskey(passkey: string): Promise<void> {
  await fetchJson(z.unknown(), `/api/account/passkeys/${encodeURIComponent(passkey)}`, { method: 'DELETE' })
}

/** provePasskey proves the session with one of the account's passkeys. */
export async function provePasskey(): Promise<void> {
  const { challenge, options } = await fetchJson(OptionsSchema, '/api/auth/reauthenticate/options', {
    body: {},
  })
  const response = await askForPasskey(options)
  await fetchJson(z.unknown(), '/api/auth/reauthenticate', { body: { challenge, passkey: response } })
}

/** signInWithPasskey begins a session with a passkey that the browser holds for this site. */
export async function signInWithPasskey(): Promise<void> {
  const { challenge, options } = await fetchJson(OptionsSchema, '/api/auth/sign-in/passkey/options', {
    body: {},
  })
  const response = await askForPasskey(options)
  await fetchJson(z.unknown(), '/api/auth/sign-in/passkey', { body: { challenge, passkey: response } })
}
