import 'server-only'
import { singleton } from '#lib/server/base/singleton.ts'

/** Who puts a year and two signs around a common word is guessed as soon as the word. */
const MAX_AROUND = 6

/**
 * isCommonPassword tells whether a password is one of those that are tried first: one of 49,233 of a list of stolen
 * ones, in whatever case, or one of them with a few digits and signs around. The list is read at its first need.
 */
export async function isCommonPassword(password: string): Promise<boolean> {
  const list = await commonPasswords()
  const text = password.normalize('NFKC').toLowerCase()
  if (list.has(text)) return true
  const core = text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  return core !== '' && text.length - core.length <= MAX_AROUND && list.has(core)
}

function commonPasswords(): Promise<ReadonlySet<string>> {
  return singleton('common-passwords', async () => {
    const { dictionary } = await import('@zxcvbn-ts/language-common')
    return new Set(dictionary['passwords-common'].map((word) => word.toLowerCase()))
  })
}
