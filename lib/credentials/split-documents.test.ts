import { expect, it } from 'vitest'
import { loadFixture } from './fixtures/load-fixture.ts'
import { parseCredentials } from './parse-credentials.ts'
import { splitDocuments } from './split-documents.ts'

it('cuts at the marks, leaves empty documents out and remembers the lines', () => {
  expect(splitDocuments('---\na: 1\n---  \n\n---\nb: 2\nc: 3\r\n')).toEqual([
    { text: 'a: 1', firstLine: 2 },
    { text: 'b: 2\nc: 3\n', firstLine: 6 },
  ])
  expect(splitDocuments(' \n---\n')).toEqual([])
})

it('leaves a whole output whole, with its certificates', () => {
  for (const name of ['w1-kafka4', 'kafka-tls', 'w6-choice']) {
    const text = loadFixture(name)
    const [only, ...more] = splitDocuments(text)
    expect(more).toEqual([])
    expect(parseCredentials(only?.text ?? '').credentials.map(({ facts }) => facts)).toEqual(
      parseCredentials(text).credentials.map(({ facts }) => facts),
    )
  }
})
