import { expect, test } from 'vitest'
import { displayKeys, keyName, matchShortcut } from './keys.ts'

const press = { key: 'k', ctrlKey: false, metaKey: false, altKey: false }

test.each([
  [press, 'k'],
  [{ ...press, ctrlKey: true }, 'mod+k'],
  [{ ...press, metaKey: true, key: 'K' }, 'mod+k'],
  [{ ...press, altKey: true }, null],
  [{ ...press, key: 'Shift' }, null],
  [{ ...press, key: 'ArrowDown' }, 'ArrowDown'],
])('names %o', (given, name) => {
  expect(keyName(given)).toBe(name)
})

test('finds single keys, pairs, and waits for the second of a pair', () => {
  const shortcuts = [{ keys: 'g p' }, { keys: 'p' }, { keys: 'n' }]
  expect(matchShortcut(shortcuts, null, 'g')).toEqual({ shortcut: null, waiting: true })
  expect(matchShortcut(shortcuts, 'g', 'p').shortcut).toEqual({ keys: 'g p' })
  expect(matchShortcut(shortcuts, null, 'p').shortcut).toEqual({ keys: 'p' })
  expect(matchShortcut(shortcuts, 'g', 'n').shortcut).toEqual({ keys: 'n' })
  expect(matchShortcut(shortcuts, null, 'x')).toEqual({ shortcut: null, waiting: false })
})

test('the newest offer of a key wins', () => {
  expect(
    matchShortcut(
      [
        { keys: 'c', id: 1 },
        { keys: 'c', id: 2 },
      ],
      null,
      'c',
    ).shortcut,
  ).toMatchObject({ id: 2 })
})

test('writes keys for people', () => {
  expect([displayKeys('mod+k', false), displayKeys('mod+k', true), displayKeys('g p', false)]).toEqual([
    'Ctrl K',
    '⌘ K',
    'G P',
  ])
})
