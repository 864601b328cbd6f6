import { useMutation } from '@tanstack/react-query'
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { type FakeAnswer, showInTeam } from '#components/shell/testing/show-in-team.tsx'
import { apiErrorOf, request } from '#lib/client/api.ts'
import { useRecentProof } from './prove-it-is-you.tsx'

const asks: FakeAnswer = {
  status: 403,
  body: { error: { code: 'reauthentication_required', message: 'This asks for a proof.' } },
}

function Act() {
  const proof = useRecentProof()
  const act = useMutation({
    mutationFn: () =>
      proof.run(async () => (await request('/api/act', { body: {} })).json() as Promise<{ done: number }>),
  })
  return (
    <>
      <button type="button" onClick={() => act.mutate()}>
        Act
      </button>
      {act.data && <p>done {act.data.done}</p>}
      {act.error && <p>{apiErrorOf(act.error).code}</p>}
    </>
  )
}

function show(right: string) {
  let proven = false
  let acts = 0
  return showInTeam(<Act />, {
    api: ({ path, method, body }) => {
      if (path === '/api/act') return proven ? { body: { done: ++acts } } : asks
      if (method === 'GET')
        return { body: { password: true, code: false, passkey: false, singleSignOn: null } }
      if ((body as { password: string }).password !== right) {
        const error = { code: 'forbidden', message: 'The password is not right.', field: 'password' }
        return { status: 403, body: { error } }
      }
      proven = true
      return { body: { provenUntil: '2026-01-01T00:05:00.000Z' } }
    },
  })
}

it('asks for the password when the server wants a proof, and acts once more', async () => {
  const user = userEvent.setup()
  const { sent } = show('right')
  await user.click(screen.getByRole('button', { name: 'Act' }))
  const field = await screen.findByLabelText('Password')
  await user.type(field, 'wrong{Enter}')
  expect(await screen.findByText('The password is not right.')).toBeDefined()
  await user.type(field, 'right{Enter}')
  expect(await screen.findByText('done 1')).toBeDefined()
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(sent.filter((request) => request.path === '/api/act')).toHaveLength(2)
})

it('gives the first answer back when the dialog is closed', async () => {
  const user = userEvent.setup()
  const { sent } = show('right')
  await user.click(screen.getByRole('button', { name: 'Act' }))
  await user.click(await screen.findByRole('button', { name: 'Cancel' }))
  await waitFor(() => {
    expect(screen.getByText('reauthentication_required')).toBeDefined()
  })
  expect(sent.filter((request) => request.method === 'POST')).toHaveLength(1)
})
