import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { createRef } from 'react'
import { afterEach, expect, it, vi } from 'vitest'
import { TeamProvider } from '#components/shell/team-context.tsx'
import type { FilterParts } from '#lib/client/filter-draft.ts'
import { filterPlaces } from '#lib/client/record-address.ts'
import type { FilterIssue } from '#lib/shared/filter.ts'
import type { KafkaRecord } from '#lib/shared/record.ts'
import { FilterControl } from './filter-control.tsx'

const none: FilterParts = {
  filterText: '',
  filterRegex: '',
  filterExpr: '',
  filterIn: filterPlaces,
  anyCase: false,
}
const team = { id: 'team_1', name: 'Ops', role: 'editor' } as const
const me = { user: { id: 'u', name: 'Ada', email: 'ada@example.com' }, teams: [team] }
const record = { key: null, value: { text: '{"state":"FAILED"}' }, headers: [] } as unknown as KafkaRecord

/** The server finds this wrong with every filter. */
function show(filter: FilterParts, issues: FilterIssue[] = []) {
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ issues })))
  const onChange = vi.fn()
  render(
    <QueryClientProvider client={new QueryClient()}>
      <TeamProvider me={me} team={team}>
        <FilterControl
          team={team.id}
          topic="orders"
          filter={filter}
          input={createRef()}
          held={() => Promise.resolve([record])}
          onChange={onChange}
        />
      </TeamProvider>
    </QueryClientProvider>,
  )
  return onChange
}

afterEach(() => vi.unstubAllGlobals())

it('applies a text at Enter, in any case when asked', async () => {
  const user = userEvent.setup()
  const onChange = show(none)
  await user.type(screen.getByRole('combobox', { name: 'Show records that contain' }), 'x{Enter}')
  await vi.waitFor(() => expect(onChange).toHaveBeenLastCalledWith({ ...none, filterText: 'x' }))
  await user.click(screen.getByRole('button', { name: 'Match case' }))
  await vi.waitFor(() => expect(onChange).toHaveBeenLastCalledWith({ ...none, anyCase: true }))
})

it('completes fields of the records that are held, and shows an error at its place instead of applying it', async () => {
  const user = userEvent.setup()
  const issue: FilterIssue = {
    field: 'filter.expr',
    code: 'bad_request',
    message: '= has no meaning here.',
    advice: 'Compare with == .',
    line: 1,
    column: 13,
    start: 12,
    end: 13,
  }
  const onChange = show(none, [issue])
  await user.selectOptions(screen.getByRole('combobox', { name: 'How to filter' }), 'Expr')
  const field = screen.getByRole('combobox', { name: 'Show records for which this is true' })
  await user.type(field, 'val')
  await user.click(await screen.findByRole('option', { name: 'value.state' }))
  expect(field).toHaveProperty('value', 'value.state')
  await user.type(field, ' = 1{Enter}')
  expect(await screen.findByText('Column 13: = has no meaning here.')).toBeTruthy()
  expect(screen.getByText('=', { selector: 'mark' })).toBeTruthy()
  expect(onChange).not.toHaveBeenCalled()
})

it('shows every part of a filter that has several', async () => {
  const user = userEvent.setup()
  const both = { ...none, filterText: 'abc', filterExpr: 'key == "k"' }
  const onChange = show(both)
  expect(screen.getByRole('combobox', { name: 'Show records for which this is true' })).toHaveProperty(
    'value',
    'key == "k"',
  )
  await user.click(screen.getByRole('button', { name: 'Also Text abc: remove' }))
  await vi.waitFor(() => expect(onChange).toHaveBeenLastCalledWith({ ...both, filterText: '' }))
})
