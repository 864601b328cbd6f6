import { render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { parseRecordJson } from '#lib/client/record-json.ts'
import { type Bytes, KafkaRecordSchema } from '#lib/shared/record.ts'
import { BytesView } from './bytes-view.tsx'
import { DecoderReasons } from './decoder-reasons.tsx'

/** Bytes as a page has them: read from a line of the stream. */
function bytesFrom(value: string): Bytes {
  const line = `{"partition":0,"offset":"1","timestamp":1,"timestampType":"create","key":null,"value":${value},"headers":[],"keySize":null,"valueSize":4,"compression":"none","transactional":false}`
  const record = KafkaRecordSchema.parse(parseRecordJson(line))
  if (record.value === null) throw new Error('a value')
  return record.value
}

it('says which decoder read it, and why others did not', () => {
  const bytes = bytesFrom(
    '{"base64":"gA==","decoded":{},"decoder":"registry:17","tried":[{"decoder":"msgpack","reason":"2 bytes are left over at byte 1"}]}',
  )
  const { container } = render(<DecoderReasons bytes={bytes} />)
  expect(container.textContent).toBe(
    'Read as Schema registry, schema 17.Why not as something elseMessagePack: 2 bytes are left over at byte 1',
  )
})

it('says that no decoder fitted, and nothing of plain text', () => {
  const bytes = bytesFrom(
    '{"base64":"gA==","decodeError":{"tried":[{"decoder":"uuid","reason":"too short"}]}}',
  )
  const { rerender, container } = render(<DecoderReasons bytes={bytes} />)
  expect(container.textContent).toBe('No decoder reads it; these are its bytes.Why notUUID: too short')
  rerender(<DecoderReasons bytes={bytesFrom('{"text":"a"}')} />)
  expect(container.childElementCount).toBe(0)
})

it('shows what was decoded as a tree with all digits, and its bytes on demand', () => {
  const bytes = bytesFrom('{"base64":"gA==","decoded":{"id":9007199254740993},"decoder":"msgpack"}')
  render(<BytesView name="Value" bytes={bytes} size={4} missing="" path={{ of: 'value', steps: [] }} />)
  expect(screen.getByRole('tree', { name: 'Value, as a tree' }).textContent).toContain('id: 9007199254740993')
  expect(screen.getByText(/Read as MessagePack/).textContent).toBe('Read as MessagePack.')
})

it('shows a decoded number as text', () => {
  render(
    <BytesView
      name="Key"
      bytes={bytesFrom('{"base64":"AAAAKg==","decoded":42,"decoder":"int32"}')}
      size={4}
      missing=""
      path={{ of: 'key', steps: [] }}
    />,
  )
  expect(screen.getByRole('region', { name: 'Key, as text' }).textContent).toContain('42')
})
