import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { testApplicationValue } from '../test-application.ts'
import { compileTemplate, TemplateError, type TemplateSource } from './template.ts'

const source: TemplateSource = {
  sequence: 7,
  now: Date.UTC(2026, 0, 31, 12, 30, 15, 250),
  random: () => 0.5,
  uuid: () => '3f2b8c1e-0000-4000-8000-1234567890ab',
}

const failure = (text: string) => {
  try {
    compileTemplate(text)
  } catch (error) {
    if (error instanceof TemplateError)
      return { line: error.line, column: error.column, message: error.message }
  }
  return null
}

describe('compileTemplate', () => {
  it('fills every generator in', () => {
    const text =
      '{"id":"{{uuid}}","n":{{sequence}},"from":{{ sequence 100 }},"ms":{{timestamp}},"at":"{{now}}","s":{{unixSeconds}},' +
      '"i":{{randomInt -3 3}},"f":{{randomFloat 1 2.5}},"h":"{{randomHex 10}}","b":{{randomBoolean}},"c":"{{choice red green blue}}"}'
    expect(JSON.parse(compileTemplate(text)(source))).toEqual({
      id: '3f2b8c1e-0000-4000-8000-1234567890ab',
      n: 7,
      from: 107,
      ms: 1769862615250,
      at: '2026-01-31T12:30:15.250Z',
      s: 1769862615.25,
      i: 0,
      f: 1.75,
      h: '8000000080',
      b: true,
      c: 'green',
    })
  })

  it('keeps texts without generators, and escaped braces, as they are', () => {
    expect(compileTemplate('')(source)).toBe('')
    expect(compileTemplate('plain } text { "a": {} }')(source)).toBe('plain } text { "a": {} }')
    expect(compileTemplate('\\{{uuid}} {{sequence}}')(source)).toBe('{{uuid}} 7')
  })

  it.each([
    ['a\nbc {{uuid', 2, 4, '{{ is never closed.'],
    ['{{}}', 1, 1, 'nothing stands between {{ and }}.'],
    ['{{nope}}', 1, 1, 'there is no {{nope}}.'],
    ['{{toString}}', 1, 1, 'there is no {{toString}}.'],
    ['{{a.b<script>}}', 1, 1, 'this is no generator.'],
    ['x{{randomInt 5}}', 1, 2, '{{randomInt}}: it takes two whole numbers, the least and the most.'],
    ['{{randomInt 5 1}}', 1, 1, '{{randomInt}}: the least is larger than the most.'],
    ['{{randomHex 0}}', 1, 1, '{{randomHex}}: it takes the number of digits, 1 to 4096.'],
    ['{{uuid 4}}', 1, 1, '{{uuid}}: it takes no argument.'],
    ['{{choice}}', 1, 1, '{{choice}}: it takes the words to choose from.'],
  ])('says where %j is wrong', (text, line, column, problem) => {
    expect(failure(text)).toEqual({ line, column, message: `Line ${line}, column ${column}: ${problem}` })
  })

  it('either renders any text or says what is wrong with it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('{{', '}}', '\\', 'uuid', 'randomInt 1 6', ' ', '{', 'x', '\n')),
        (pieces) => {
          const text = pieces.join('')
          if (failure(text) === null) expect(typeof compileTemplate(text)(source)).toBe('string')
        },
      ),
    )
  })

  it('keeps random numbers inside their bounds', () => {
    const die = compileTemplate('{{randomInt 1 6}}')
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (random) => {
        const value = Number(die({ ...source, random: () => random }))
        expect(value >= 1 && value <= 6 && Number.isInteger(value)).toBe(true)
      }),
    )
  })
})

describe('testApplicationValue', () => {
  it('writes what the test application writes', () => {
    const value = testApplicationValue('unit-0 (10.0.0.5)')
    expect(value(source)).toBe(
      '{"timestamp": 1769862615.25, "_id": "3f2b8c1e000040008000123456' +
        '7890ab", "origin": "unit-0 (10.0.0.5)", "content": "Message #7"}',
    )
    expect(value({ ...source, now: 1000 })).toContain('"timestamp": 1.0,')
  })
})
