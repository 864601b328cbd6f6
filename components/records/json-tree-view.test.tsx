import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { parseJsonTree } from '#lib/client/json-tree.ts'
import { JsonTreeView } from './json-tree-view.tsx'

function show(text: string) {
  const root = parseJsonTree(text)
  if (root === null) throw new Error('not a tree')
  Element.prototype.scrollIntoView = () => undefined
  render(<JsonTreeView root={root} label="Value" />)
}

const lines = () => screen.getAllByRole('treeitem').map((each) => each.textContent)

test('arrows open, close and move through the tree', async () => {
  show('{"a":{"b":{"c":1}},"d":2}')
  expect(lines()).toEqual(['2 fields', 'a: 1 field', 'b: 1 field', 'd: 2'])
  await userEvent.tab()
  expect(document.activeElement).toBe(screen.getByRole('tree'))
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowRight}')
  expect(lines()).toEqual(['2 fields', 'a: 1 field', 'b: 1 field', 'c: 1', 'd: 2'])
  await userEvent.keyboard('{ArrowRight}{ArrowLeft}{ArrowLeft}')
  expect(lines()).toEqual(['2 fields', 'a: 1 field', 'b: 1 field', 'd: 2'])
  expect(screen.getByRole('treeitem', { selected: true }).textContent).toBe('b: 1 field')
})

test('a click closes what is open and opens it again', async () => {
  show('{"a":1}')
  await userEvent.click(screen.getByText('1 field'))
  expect(lines()).toEqual(['1 field'])
  await userEvent.click(screen.getByText('1 field'))
  expect(lines()).toEqual(['1 field', 'a: 1'])
})
