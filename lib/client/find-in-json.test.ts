import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PathStep } from './field-path.ts'
import { findInJson } from './find-in-json.ts'

function find(text: string, steps: readonly PathStep[], cut = false): string {
  const finding = findInJson(text, steps, cut)
  if (finding.type !== 'found') return finding.type
  return text.slice(finding.from, finding.to) + (finding.whole ? '' : '…')
}

test('a field is given as it is written', () => {
  const text = '{ "id" : 9007199254740993 , "a":{"b":[1, {"c":null}]}, "s":"x\\"y", "s\\u0021":1.50 }'
  const paths = [
    ['id'],
    ['a', 'b', 1, 'c'],
    ['a', 'b'],
    ['s'],
    ['s!'],
    ['a', 'b', 2],
    ['a', 'x'],
    ['id', 'x'],
  ]
  expect(paths.map((steps) => find(text, steps))).toEqual([
    '9007199254740993',
    'null',
    '[1, {"c":null}]',
    '"x\\"y"',
    '1.50',
    'missing',
    'missing',
    'missing',
  ])
  expect(find('{"a":1,"a":2}', ['a'])).toBe('2')
})

test('what is no object or list has no fields', () => {
  expect(['', 'plain', '"a"', '17', '{', '{"a"', '{]'].map((text) => find(text, ['a']))).toEqual(
    Array.from({ length: 7 }, () => 'missing'),
  )
})

test('of a text that was cut off, what is here is found, and the rest lies beyond', () => {
  const text = '{"a":1,"b":{"c":"long te'
  expect([['a'], ['b', 'c'], ['b', 'd'], ['z']].map((steps) => find(text, steps, true))).toEqual([
    '1',
    '"long te…',
    'beyond',
    'beyond',
  ])
  expect(find('{"a":12', ['a'], true)).toBe('12…')
})

/** The value at a path, as JSON.parse sees it. */
function pick(value: unknown, steps: readonly PathStep[]): unknown {
  let at = value
  for (const step of steps) {
    const own = typeof at === 'object' && at !== null && Object.hasOwn(at, step)
    if (!own || Array.isArray(at) !== (typeof step === 'number')) return undefined
    at = (at as Record<PathStep, unknown>)[step]
  }
  return at
}

test('property: it finds what JSON.parse finds, wherever the text is cut', () => {
  const key = fc.constantFrom('a', 'b', 'c d', 'q"', '')
  const { tree } = fc.letrec((tie) => ({
    leaf: fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
    tree: fc.oneof(
      { maxDepth: 4 },
      tie('leaf'),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(key, tie('tree'), { maxKeys: 4 }),
    ),
  }))
  const steps = fc.array(fc.oneof(key, fc.nat(2)), { maxLength: 3 })
  fc.assert(
    fc.property(tree, steps, fc.nat(2), fc.nat(200), (value, path, indent, length) => {
      const text = JSON.stringify({ root: value }, null, indent)
      const whole = find(text, ['root', ...path])
      const expected = pick(value, path)
      if (expected === undefined) expect(whole).toBe('missing')
      else expect(JSON.parse(whole)).toEqual(expected)
      const part = find(text.slice(0, length), ['root', ...path], true)
      if (part !== 'beyond' && part !== 'missing') expect(whole.startsWith(part.replace(/…$/, ''))).toBe(true)
      if (part === 'missing') expect(whole).toBe('missing')
    }),
  )
})
