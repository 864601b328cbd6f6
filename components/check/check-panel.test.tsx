import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { makeProfile } from '#components/profiles/testing/make-profile.ts'
import { type FakeApi, showInTeam } from '#components/shell/testing/show-in-team.tsx'
import type { Profile } from '#lib/shared/profile.ts'
import { CheckPanel } from './check-panel.tsx'
import { useCheck } from './use-check.ts'

function Panel({ profile }: { profile: Profile }) {
  return <CheckPanel profile={profile} check={useCheck({ team: 'team_test', profile: profile.id })} />
}

const resolve = { type: 'step', step: 'resolve', status: 'ok', detail: 'one address', milliseconds: 2 }
const refused = {
  type: 'step',
  step: 'connect',
  status: 'failed',
  detail: 'Nothing listens there.',
  advice: 'The listener is open only while a client is related.',
  command: 'juju status kafka --relations',
}
const verdict = {
  type: 'verdict',
  verdict: 'failed',
  code: 'broker_refused',
  message: 'Refused.',
  advice: 'Mend it.',
  milliseconds: 9,
  rights: [],
  cluster: null,
}
const streaming =
  (...events: object[]): FakeApi =>
  () => ({ ndjson: true, body: events })

test('turns steps green and red in place, with the remedy at the red one', async () => {
  showInTeam(<Panel profile={makeProfile()} />, { api: streaming(resolve, refused, verdict) })
  await userEvent.click(screen.getByRole('button', { name: 'Run the check' }))
  expect((await screen.findByText('Refused.')).textContent).toBe('Refused.')
  const rungs = screen.getAllByRole('listitem').map((rung) => rung.textContent)
  expect(rungs).toHaveLength(11)
  expect(rungs[0]).toContain('Resolve: goodone address')
  expect(rungs[1]).toContain('Connect: failedNothing listens there.The listener is open only while')
  expect(rungs[2]).toContain('TLS: not reached')
  expect(screen.getByText('juju status kafka --relations')).toBeDefined()
  expect(screen.queryByText('Mend it.')).toBeNull()
})

test('says so when the stream breaks off', async () => {
  showInTeam(<Panel profile={makeProfile()} />, { api: streaming(resolve) })
  await userEvent.click(screen.getByRole('button', { name: 'Run the check' }))
  expect((await screen.findByRole('alert')).textContent).toContain('The check broke off')
})

test('shows the last verdict until a new check begins', async () => {
  const { type: _type, ...last } = { ...verdict, verdict: 'failed' as const, code: 'broker_refused' as const }
  const profile = makeProfile({ lastCheck: { at: '2026-01-01T00:00:00.000Z', verdict: last } })
  showInTeam(<Panel profile={profile} />, {
    api: streaming(resolve, { ...verdict, verdict: 'authorized', message: 'Works.' }),
  })
  expect(screen.getByText('Mend it.')).toBeDefined()
  expect(screen.queryByRole('listitem')).toBeNull()
  await userEvent.click(screen.getByRole('button', { name: 'Run again' }))
  expect(await screen.findByText('Works.')).toBeDefined()
})

const misnamed = [
  { type: 'step', step: 'tls', status: 'failed', detail: 'Other names.', code: 'broker_tls_name_mismatch' },
  { ...verdict, code: 'broker_tls_name_mismatch', message: 'Other names in all.' },
]

test('offers, at the step that found another name, to verify the authority alone, and checks again', async () => {
  const profile = makeProfile()
  const asked: unknown[] = []
  const api: FakeApi = (request) => {
    if (request.method !== 'PATCH') {
      const accepted = asked.length > 0
      return { ndjson: true, body: accepted ? [{ ...verdict, message: 'Works now.' }] : misnamed }
    }
    asked.push(request.body)
    return { body: { ...profile, verifyHostname: false } }
  }
  showInTeam(<Panel profile={profile} />, { api })
  await userEvent.click(screen.getByRole('button', { name: 'Run the check' }))
  await userEvent.click(await screen.findByRole('button', { name: 'Verify the authority, not the name' }))
  expect(await screen.findByText('Works now.')).toBeDefined()
  expect(asked).toEqual([{ verifyHostname: false }])
})

test('tells who may accept another name', async () => {
  showInTeam(<Panel profile={makeProfile()} />, { role: 'editor', api: streaming(...misnamed) })
  await userEvent.click(screen.getByRole('button', { name: 'Run the check' }))
  expect(await screen.findByText(/Ask an owner or admin of the team to accept/)).toBeDefined()
  expect(screen.queryByRole('button', { name: /Verify the authority/ })).toBeNull()
})

test('tells a viewer who can run it', () => {
  showInTeam(<Panel profile={makeProfile()} />, { role: 'viewer' })
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Run the check' }).disabled).toBe(true)
  expect(screen.getByText(/Ask an owner, admin, editor or operator/)).toBeDefined()
})
