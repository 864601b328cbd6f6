import { expect, it } from 'vitest'
import { type ImportQuery, ImportQuerySchema } from '#lib/shared/record-export.ts'
import { importRecords } from './import-records.ts'

async function* nothing(): AsyncGenerator<Uint8Array> {
  // Refused before anything is read of it.
}

const refusal = (query: Partial<ImportQuery>) =>
  importRecords({
    ...{ teamId: 't', profileId: 'p', topic: 'orders', actor: { name: 'Ada', email: 'ada@example.com' } },
    query: ImportQuerySchema.parse(query),
    body: nothing(),
    signal: new AbortController().signal,
  })

it.each([
  ['no JSON', { shape: '{' }, { code: 'bad_request', field: 'shape' }],
  ['an unknown part', { shape: '{"keys":1}' }, { code: 'bad_request', field: 'shape' }],
  [
    'a part that is wrong, with its place',
    { shape: '{"partition":{"type":"fixed","partition":-1}}' },
    { field: 'shape', message: '"shape" is not as it should be, at "partition.partition".' },
  ],
  [
    'a template with a mistake',
    { shape: '{"key":"{{nope}}"}' },
    { code: 'unprocessable', field: 'shape.key', line: 1 },
  ],
  ['times over a range', { shape: '{"timestamp":{"type":"range","from":0,"to":1}}' }, { field: 'shape' }],
  ['a shape for an export', { format: 'export', shape: '{}' }, { code: 'bad_request', field: 'shape' }],
] as const)('a file’s records can’t be made of %s', async (_, query, failure) => {
  await expect(refusal({ format: 'csv', ...query })).rejects.toMatchObject(failure)
})
