import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { kafkaFacts, makeProfile } from '#components/profiles/testing/make-profile.ts'
import { showInTeam } from '#components/shell/testing/show-in-team.tsx'
import { request } from '#lib/client/api.ts'
import { handedRecord } from '#lib/client/handed-record.ts'
import type { FromWorker, ToWorker } from '#lib/client/record-stream/protocol.ts'
import { RecordReading } from '#lib/client/record-stream/record-reading.ts'
import type { KafkaRecord } from '#lib/shared/record.ts'
import { LivePanes } from './live-panes.tsx'

const push = vi.fn()
vi.mock('next/navigation', () => ({
  useRouter: () => ({ push }),
  useSearchParams: () => new URLSearchParams(window.location.search),
}))

// Its element <search> is younger than jsdom.
vi.mock('./filter-control.tsx', () => ({ FilterControl: () => null }))

/** The page's worker, in the page: the same reading behind the same messages. */
class WorkerHere {
  onmessage: ((event: { data: FromWorker }) => void) | null = null
  readonly #reading = new RecordReading({
    request,
    pause: () => new Promise(() => undefined),
    changed: () => this.#say({ type: 'changed' }),
  })

  postMessage(message: ToWorker): void {
    const reading = this.#reading
    if (message.type === 'open') reading.open(message.request)
    else if (message.type === 'suspend') reading.suspend()
    else if (message.type === 'resume') reading.resume()
    else if (message.type === 'goOn') reading.goOn()
    else if (message.type === 'close') reading.close()
    else if (message.type === 'look')
      this.#say({ type: 'view', view: reading.look(message.window, message.hold, message.fields) })
    else if (message.type === 'record')
      this.#say({ type: 'record', id: message.id, record: reading.record(message.sequence) })
    else this.#say({ type: 'fields', id: message.id, fields: reading.fields() })
  }

  #say(data: FromWorker): void {
    queueMicrotask(() => this.onmessage?.({ data }))
  }

  terminate(): void {
    this.#reading.close()
  }
}

const record = (offset: string, value: string): KafkaRecord => ({
  ...{ partition: 0, offset, timestamp: 1_000, timestampType: 'create', compression: 'none' },
  ...{ key: null, keySize: null, value: { text: value }, valueSize: value.length },
  ...{ headers: [], transactional: false },
})

const records = [record('0', '{"id":9007199254740993,"no":null}'), record('1', '{"id":2}')]
const counts = { read: 2, matched: 2, skipped: 0, undecodable: 0 }
const events = [
  { type: 'started', partitions: [{ partition: 0, low: '0', high: '2', from: '0', to: '2' }] },
  ...records.map((each) => ({ type: 'record', ...each })),
  { type: 'ended', reason: 'reached-end', ...counts, seconds: 1 },
]

beforeEach(() => {
  vi.stubGlobal('Worker', WorkerHere)
  vi.stubGlobal('matchMedia', () => ({
    ...{ matches: true, addEventListener: () => undefined, removeEventListener: () => undefined },
  }))
  vi.stubGlobal(
    'ResizeObserver',
    class {
      readonly #tell: (entries: never[]) => void
      constructor(tell: (entries: never[]) => void) {
        this.#tell = tell
      }
      observe() {
        this.#tell([])
      }
      unobserve() {}
      disconnect() {}
    },
  )
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600)
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(1200)
  Element.prototype.scrollTo = () => undefined
})

afterEach(() => {
  push.mockClear()
  localStorage.clear()
  window.history.replaceState(null, '', '/')
})

function show(query: string) {
  window.history.replaceState(null, '', `/?${query}`)
  const profile = makeProfile({ id: 'p1', rights: ['see', 'use'] })
  return showInTeam(<LivePanes team="team_test" profile={profile} facts={kafkaFacts} />, {
    api: ({ path }) =>
      path.includes('/records?') ? { body: events, ndjson: true } : { body: { items: [], next: null } },
  })
}

test('columns of the address show fields exactly; null and no such field are two things', async () => {
  show('topic=orders&to=latest&column=offset&column=value.id&column=value.no')
  expect(await screen.findByRole('gridcell', { name: '9007199254740993' })).toBeTruthy()
  const cells = screen.getAllByRole('gridcell').map((each) => each.textContent)
  expect(cells).toEqual(['0', '9007199254740993', 'null', '1', '2', '–no such field'])
})

test('a field of a record becomes a column and a filter; the record is handed over to be produced', async () => {
  const { sent } = show('topic=orders&to=latest')
  await userEvent.click(await screen.findByRole('gridcell', { name: /9007199254740993/ }))
  const detail = await screen.findByRole('complementary', { name: 'Record' })
  await userEvent.pointer({
    keys: '[MouseRight]',
    target: within(detail).getByRole('treeitem', { name: /^id:/ }),
  })
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Show as column' }))
  expect(await screen.findByRole('columnheader', { name: /value\.id/ })).toBeTruthy()
  await userEvent.click(within(detail).getByRole('button', { name: 'Produce again' }))
  expect(push).toHaveBeenCalledWith('/teams/team_test/profiles/p1/produce?record=handed')
  expect(handedRecord()).toEqual({ topic: 'orders', record: records[0] })
  await userEvent.pointer({
    keys: '[MouseRight]',
    target: within(detail).getByRole('treeitem', { name: /^id:/ }),
  })
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Show only records with this value' }))
  await vi.waitFor(() => expect(sent.at(-1)?.path).toContain('filter'))
})

test('another pane stands beside the first, and closing the first leaves its reading alone', async () => {
  const { sent } = show('topic=orders&to=latest')
  await screen.findByRole('gridcell', { name: /9007199254740993/ })
  await userEvent.click(screen.getByRole('button', { name: 'Another topic beside this one' }))
  const right = await screen.findByRole('region', { name: 'Pane 2: orders' })
  expect(await within(right).findByRole('gridcell', { name: /9007199254740993/ })).toBeTruthy()
  expect(new URLSearchParams(window.location.search).getAll('pane')).toEqual(['topic=orders'])
  const asked = sent.filter(({ path }) => path.includes('/records?')).length
  await userEvent.click(
    within(screen.getByRole('region', { name: 'Pane 1: orders' })).getByRole('button', {
      name: 'Close this pane',
    }),
  )
  expect(window.location.search).toBe('?topic=orders')
  expect(screen.getByRole('gridcell', { name: /9007199254740993/ })).toBeTruthy()
  expect(sent.filter(({ path }) => path.includes('/records?'))).toHaveLength(asked)
})

test('a range that was not read to its end goes on when asked', async () => {
  const first = [
    { type: 'started', partitions: [{ partition: 0, low: '0', high: '2', from: '0', to: '2' }] },
    { type: 'record', ...records[0] },
    { type: 'ended', reason: 'budget', ...counts, read: 1, matched: 1, seconds: 1, goOn: 'offsets:0=1' },
  ]
  window.history.replaceState(null, '', '/?topic=orders&from=earliest&to=latest')
  const profile = makeProfile({ id: 'p1', rights: ['see', 'use'] })
  const { sent } = showInTeam(<LivePanes team="team_test" profile={profile} facts={kafkaFacts} />, {
    api: ({ path }) => {
      if (!path.includes('/records?')) return { body: { items: [], next: null } }
      return { body: path.includes('from=earliest') ? first : events, ndjson: true }
    },
  })
  expect(
    await screen.findByText(/^One reading ends after 32 GiB, before the end of the range: 1 rec/),
  ).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Read again' })).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Go on reading' })).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Stop reading' })).toBeNull()
  await userEvent.click(screen.getByRole('button', { name: 'Go on' }))
  expect(await screen.findByText(/^The range is read to its end/)).toBeTruthy()
  expect(screen.getAllByRole('gridcell', { name: /"id":/ })).toHaveLength(2)
  const readings = sent.filter(({ path }) => path.includes('/records?'))
  const froms = readings.map(({ path }) => new URL(path, 'http://here').searchParams.get('from'))
  expect(froms).toEqual(['earliest', 'offsets:0=1'])
  expect(readings[0]?.path).toContain('max_read_bytes=34359738368')
})
