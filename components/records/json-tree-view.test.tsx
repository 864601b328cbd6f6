import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { formatFieldPath } from '#lib/client/field-path.ts'
import { parseJsonTree } from '#lib/client/json-tree.ts'
import { JsonTreeView } from './json-tree-view.tsx'
import { RecordActionsProvider } from './record-actions.ts'

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

function showInRecord(text: string) {
  const root = parseJsonTree(text)
  const used: string[] = []
  render(
    <RecordActionsProvider
      value={{
        column: (path) => used.push(`column ${formatFieldPath(path)}`),
        filter: (path, json) => used.push(`filter ${formatFieldPath(path)} ${json}`),
      }}
    >
      <JsonTreeView root={root} label="Value" of="value" />
    </RecordActionsProvider>,
  )
  return used
}

test('a field becomes a filter or a column, by its button and by the other button of the mouse', async () => {
  const used = showInRecord('{"user":{"id":9223372036854775807},"list":[true]}')
  const id = screen.getByRole('treeitem', { name: /^id:/ })
  await userEvent.pointer({ keys: '[MouseRight]', target: id })
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Show only records with this value' }))
  await userEvent.hover(screen.getByRole('treeitem', { name: /^0:/ }))
  await userEvent.click(screen.getByRole('button', { name: 'Use value.list[0]' }))
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Show as column' }))
  expect(used).toEqual(['filter value.user.id 9223372036854775807', 'column value.list[0]'])
})

test('the same by keys, and the tree goes on from there', async () => {
  const used = showInRecord('{"a":"x","b":null}')
  await userEvent.tab()
  await userEvent.keyboard('{ArrowDown}{Enter}')
  await vi.waitFor(() => expect(document.activeElement?.closest('[role=menu]')).not.toBeNull())
  await userEvent.keyboard('{ArrowDown}{Enter}')
  expect(used).toEqual(['column value.a'])
  screen.getByRole('tree').focus()
  await userEvent.keyboard('{ArrowDown}')
  expect(screen.getByRole('treeitem', { selected: true }).textContent).toContain('b: null')
})

test('an object is no filter, a tree of its own has no menu', async () => {
  const used = showInRecord('{"a":{"b":1}}')
  await userEvent.pointer({ keys: '[MouseRight]', target: screen.getByRole('treeitem', { name: /^a:/ }) })
  const items = await screen.findAllByRole('menuitem')
  expect(items.map((each) => each.textContent)).toEqual(['Show as column', 'Copy path', 'Copy value'])
  expect(used).toEqual([])
})
