import { expect, it } from 'vitest'
import { type AppliedGrant, decideProfile, heldRights, type ProfileQuestion } from './grant.ts'
import type { Role } from './team.ts'

const now = Date.parse('2026-06-01T00:00:00.000Z')
const allow = (right: AppliedGrant['right'], expiresAt: string | null = null): AppliedGrant => ({
  right,
  effect: 'allow',
  expiresAt,
})
const deny = (right: AppliedGrant['right']): AppliedGrant => ({ right, effect: 'deny', expiresAt: null })

function rights(role: Role, grants: AppliedGrant[] = [], change: Partial<ProfileQuestion> = {}): string {
  const question = { role, grants, createdByMe: false, adminCredential: false, now, ...change }
  return heldRights(question).join(' ')
}

it('lets heads see, use, edit and share without a grant, and read a secret only by one', () => {
  for (const role of ['owner', 'admin'] as const) {
    expect(rights(role)).toBe('see use edit share')
    expect(rights(role, [allow('reveal')])).toBe('see use reveal edit share')
    expect(rights(role, [], { adminCredential: true })).toBe('see use edit share')
  }
})

it('shows everybody else nothing without a grant', () => {
  for (const role of ['editor', 'operator', 'viewer'] as const) expect(rights(role)).toBe('')
})

it('caps a grant by the role', () => {
  const all = (['see', 'use', 'reveal', 'edit', 'share'] as const).map((right) => allow(right))
  expect(rights('editor', all)).toBe('see use reveal edit share')
  expect(rights('operator', all)).toBe('see use')
  expect(rights('viewer', all)).toBe('see')
})

it('lets every grant show the profile, an editor work with what he sees, an operator only with use', () => {
  expect(rights('editor', [allow('see')])).toBe('see use edit')
  expect(rights('operator', [allow('see')])).toBe('see')
  expect(rights('operator', [allow('use')])).toBe('see use')
  expect(rights('viewer', [allow('use')])).toBe('see')
})

it('gives the creator everything within the role', () => {
  expect(rights('editor', [], { createdByMe: true })).toBe('see use reveal edit share')
  expect(rights('owner', [], { createdByMe: true })).toBe('see use reveal edit share')
  expect(rights('operator', [], { createdByMe: true })).toBe('')
  expect(rights('viewer', [allow('see')], { createdByMe: true })).toBe('see')
})

it('wants a grant of the very right from an editor for an administrator’s credential, and bars operators', () => {
  const admin = { adminCredential: true }
  expect(rights('editor', [allow('see')], admin)).toBe('see')
  expect(rights('editor', [allow('use')], admin)).toBe('see use')
  expect(rights('editor', [allow('edit')], admin)).toBe('see edit')
  expect(rights('operator', [allow('use')], admin)).toBe('see')
})

it('lets a denial win over grant, role and authorship', () => {
  expect(rights('editor', [allow('use'), deny('use')])).toBe('see edit')
  expect(rights('admin', [deny('edit')])).toBe('see use share')
  expect(rights('editor', [deny('reveal')], { createdByMe: true })).toBe('see use edit share')
  for (const role of ['admin', 'editor', 'operator', 'viewer'] as const)
    expect(rights(role, [allow('use'), deny('see')], { createdByMe: true })).toBe('')
})

it('never locks an owner out of seeing and sharing', () => {
  const all = (['see', 'use', 'reveal', 'edit', 'share'] as const).map((right) => deny(right))
  expect(rights('owner', all)).toBe('see share')
})

it('counts nothing from the millisecond on in which it expires', () => {
  const at = new Date(now).toISOString()
  expect(rights('operator', [allow('use', at)])).toBe('')
  expect(rights('operator', [allow('use', new Date(now + 1).toISOString())])).toBe('see use')
  expect(rights('operator', [allow('use'), { ...deny('use'), expiresAt: at }])).toBe('see use')
})

it('says why', () => {
  const ask = (role: Role, grants: AppliedGrant[] = []) =>
    decideProfile({ role, grants, createdByMe: false, adminCredential: false, now }, 'use').reason
  expect(ask('viewer')).toBe('beyond-role')
  expect(ask('owner')).toBe('role')
  expect(ask('owner', [deny('use')])).toBe('denied')
  expect(ask('operator')).toBe('not-granted')
  expect(ask('operator', [allow('use')])).toBe('grant')
})
