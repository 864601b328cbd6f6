import { expect, it } from 'vitest'
import { findSecretRanges } from './find-secret-ranges.ts'

function found(text: string): string[] {
  return findSecretRanges(text).map(({ from, to, field }) => `${field}=${text.slice(from, to)}`)
}

it.each([
  ['  password: abc  ', ['password=abc']],
  ['password:', []],
  ['  password: "a\n    b"\n  tls: x', ['password="a\n    b"']],
  ['  salt: s\n  uris: u\n  endpoints: h:9092', ['salt=s', 'uris=u']],
  ['{"kafka":{"password":"a\\"b","tls":"x"}}', ['password=a\\"b']],
  ['  data: \'{"salt": "s", "resource": "r"}\'', ['salt=s']],
  ['"data":"{\\"salt\\": \\"s\\", \\"x\\": 1}"', ['salt=s']],
  ['see postgresql://me:pw@h/db', ['uris=pw']],
  ['  new-thing: abc', ['secret=abc']],
  ['kafka:\n  topic: orders\nok: "True"', []],
  ['> Password: x', ['password=x']],
  ['-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----', ['secret=\nabc\n']],
  ['  password: |-\n    abc\n    def\n  tls: on', ['password=|-\n    abc\n    def']],
])('%j', (text, secrets) => {
  expect(found(text)).toEqual(secrets)
})
