import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { type FakeApi, showInTeam } from '#components/shell/testing/show-in-team.tsx'
import { kafkaFacts, kafkaPaste } from '#lib/credentials/fixtures/load-fixture.ts'
import { BUNDLE_KDF } from '#lib/shared/bundle.ts'
import { DeletedScreen } from './deleted-screen.tsx'
import { ExportBundle } from './export-bundle.tsx'
import { ImportScreen } from './import-screen.tsx'

// Five tests of whole pages beside other work on the machine: the default of 5 s is near.
vi.setConfig({ testTimeout: 20_000 })

const at = '2026-11-20T10:00:00.000Z'
const bundle = {
  format: 'keystream-bundle',
  version: 1,
  createdAt: at,
  profiles: 3,
  kdf: { ...BUNDLE_KDF, salt: 'AAAAAAAAAAAAAAAAAAAAAA==' },
  cipher: { name: 'aes-256-gcm', nonce: 'AAAAAAAAAAAAAAAA' },
  data: 'AAAA',
}
const deleted = {
  ...{ id: 'prf_1', name: 'orders', labels: [], product: 'kafka', version: 1, facts: kafkaFacts() },
  ...{
    hasClientCertificate: false,
    verifyHostname: true,
    lastCheck: null,
    lastUsedAt: null,
    lastUsedBy: null,
  },
  ...{ createdAt: at, createdBy: 'Ada', updatedAt: at, rights: ['see', 'edit'] },
  ...{ deletedAt: at, deletedBy: 'Bob', shredAt: '2026-12-20T10:00:00.000Z' },
}
const item = { source: 'a.yaml', line: null, product: 'kafka', unit: null, profile: null, error: null }
const result = {
  items: [
    { ...item, outcome: 'created', profile: { id: 'prf_2', name: 'orders, relation-8' } },
    { ...item, line: 9, outcome: 'failed', error: { code: 'x', message: 'There is no password.', line: 12 } },
  ],
  created: 1,
  duplicates: 0,
  failed: 1,
}

test('shows what files hold before anything is sent, then what became of each', async () => {
  const api: FakeApi = () => ({ body: result })
  const { sent } = showInTeam(<ImportScreen />, { api })
  const user = userEvent.setup()
  const text = `${kafkaPaste()}---\n${kafkaPaste({ password: null })}`
  await user.upload(screen.getByLabelText('Files'), [new File([text], 'a.yaml')])
  await screen.findByText('1 credential in 1 file')
  expect(screen.getByText('1 can’t be used')).toBeDefined()
  expect(document.body.textContent).not.toContain('Canary')
  expect(sent).toEqual([])
  await user.click(screen.getByRole('button', { name: 'Import 1 credential' }))
  await screen.findByText('1 imported, 0 here already, 1 not imported.')
  expect(sent[0]).toMatchObject({
    path: '/api/teams/team_test/profiles/import',
    body: { files: [{ name: 'a.yaml', text }] },
  })
  expect(screen.getByRole('link', { name: 'orders, relation-8' }).getAttribute('href')).toBe(
    '/teams/team_test/profiles/prf_2',
  )
  expect(screen.getByText('line 12')).toBeDefined()
})

test('asks for the passphrase of a bundle, and says beside the field when it is another one', async () => {
  const error = { code: 'unprocessable', field: 'passphrase', message: 'The bundle does not open.' }
  const { sent } = showInTeam(<ImportScreen />, { api: () => ({ status: 422, body: { error } }) })
  const user = userEvent.setup()
  await user.upload(screen.getByLabelText('Files'), [new File([JSON.stringify(bundle)], 'b.json')])
  await user.type(await screen.findByLabelText('Passphrase of the bundle'), 'not this one')
  await user.click(screen.getByRole('button', { name: 'Open and import' }))
  await screen.findByText('The bundle does not open.')
  expect(sent[0]?.body).toEqual({ bundle, passphrase: 'not this one' })
})

test('tells an operator who can import', () => {
  showInTeam(<ImportScreen />, { role: 'operator' })
  expect(screen.getByRole('heading', { name: 'You can’t import profiles' })).toBeDefined()
})

test('lists what was deleted, and restores it', async () => {
  let items = [deleted]
  const api: FakeApi = ({ method }) => {
    if (method === 'POST') items = []
    return { body: method === 'POST' ? deleted : { items, next: null } }
  }
  const { sent } = showInTeam(<DeletedScreen />, { api })
  const row = await screen.findByRole('row', { name: /orders/ })
  expect(within(row).getByText('2026-12-20')).toBeDefined()
  await userEvent.click(within(row).getByRole('button', { name: 'Restore orders' }))
  await screen.findByText('Nothing was deleted of late')
  expect(sent.some(({ path }) => path.endsWith('/profiles/prf_1/restore'))).toBe(true)
})

test('exports only with a long passphrase typed twice alike, and names what was left out', async () => {
  const leftOut = [{ id: 'prf_theirs123', name: 'theirs' }]
  const save = vi.fn(() => 'blob:here')
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: save, revokeObjectURL: vi.fn() }))
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockReturnValue(undefined)
  const close = vi.fn()
  const { sent } = showInTeam(<ExportBundle profiles={3} onClose={close} />, {
    api: () => ({ body: { bundle, leftOut, canGrant: [{ name: 'Ada', email: 'ada@example.com' }] } }),
  })
  const user = userEvent.setup()
  const [first, again] = [screen.getByLabelText('Passphrase'), screen.getByLabelText('Once more')]
  const put = async (field: HTMLElement, words: string) => {
    await user.click(field)
    await user.paste(words)
  }
  await put(first, 'too short')
  await user.click(screen.getByRole('button', { name: 'Export' }))
  await screen.findByText(/at least 16 characters; four/)
  await user.clear(first)
  await put(first, 'four words are enough')
  await put(again, 'four words are enouhg')
  await user.click(screen.getByRole('button', { name: 'Export' }))
  await screen.findByText('The two are not the same.')
  expect(sent).toEqual([])
  await user.clear(again)
  await put(again, 'four words are enough')
  await user.click(screen.getByRole('button', { name: 'Export' }))
  await screen.findByRole('heading', { name: 'Exported 3 of 4 profiles' })
  expect(sent[0]).toMatchObject({ path: '/api/teams/team_test/bundle' })
  expect(save).toHaveBeenCalled()
  within(screen.getByRole('list', { name: 'Left out' })).getByRole('link', { name: 'theirs' })
  screen.getByText(/by Ada \(ada@example.com\)/)
  expect(close).not.toHaveBeenCalled()
  await user.click(screen.getByRole('button', { name: 'Done' }))
  await waitFor(() => expect(close).toHaveBeenCalled())
})
