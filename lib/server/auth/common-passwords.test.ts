import { expect, it } from 'vitest'
import { isCommonPassword } from './common-passwords.ts'
import { requireGoodPassword } from './create-user.ts'

it.each(['1qaz2wsx3edc', 'LeaveMeAlone', 'motherfucker', 'Sunshine2024!', '12-michelle-12', '!!football!!'])(
  'knows %s',
  async (password) => {
    expect(await isCommonPassword(password)).toBe(true)
  },
)

it.each([
  'correct horse battery',
  'kT9$mQ2!vX7#',
  'sunshine over 14 roofs',
  'dragon-84629174-55',
  '84629174550313',
])('does not know %s', async (password) => {
  expect(await isCommonPassword(password)).toBe(false)
})

it('refuses what is common or weak for this person, with the field and what to do', async () => {
  const person = { name: 'Ada Lovelace', email: 'ada@example.com' }
  for (const password of ['LeaveMeAlone', 'K3ystr3am2026', 'ada.lovelace1']) {
    await expect(requireGoodPassword({ ...person, password })).rejects.toMatchObject({
      code: 'bad_request',
      field: 'password',
      message: expect.stringMatching(/^This .*: use a sentence\.$/) as string,
    })
  }
  await expect(requireGoodPassword({ ...person, password: 'correct horse battery' })).resolves.toBeUndefined()
})
