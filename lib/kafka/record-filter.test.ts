import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FilterSpec } from '#lib/shared/filter.ts'
import type { OutgoingRecord } from './outgoing-record.ts'
import { BatchHeader, RecordCursor } from './record-batch.ts'
import { RecordFilter } from './record-filter.ts'
import { encodeAt } from './testing/encode-at.ts'

const everywhere = ['key', 'value', 'headers'] as const

/** The indexes of the records that match: by search and look, as the scanner does, or by looking at each one. */
function matching(records: readonly OutgoingRecord[], filter: RecordFilter, search = true): number[] {
  const batch = encodeAt(0, records, 'none')
  const header = new BatchHeader()
  header.read(batch, 0, batch.length)
  const body = batch.subarray(header.recordsAt, header.end)
  const cursor = new RecordCursor()
  cursor.reset(body, 0, body.length)
  const found: number[] = []
  let hit = search ? filter.nextHit(body, 0) : 0
  for (let index = 0; cursor.next(); index++) {
    if (search && hit >= 0 && hit < cursor.recordStart) hit = filter.nextHit(body, cursor.recordStart)
    if (search && (hit < 0 || hit >= cursor.recordEnd)) continue
    if (filter.matches(cursor, header, 3)) found.push(index)
  }
  return found
}

const filterOf = (spec: Omit<FilterSpec, 'in'>) =>
  new RecordFilter({ in: [...everywhere], ...spec }, { topic: 't' })

const json = (value: unknown): OutgoingRecord => ({ key: null, value: JSON.stringify(value) })

const orders: OutgoingRecord[] = [
  json({ id: 9_007_199_254_740_992, state: 'PAID', total: 12_345_678 }),
  { key: 'a', value: '{"id":9007199254740993,"state":"FAILED","total":1.2345678E7}' },
  {
    key: 'b',
    value: '{"id":9007199254740994,"state":"\\u0046AILED","total":500.0}',
    headers: [['trace', 'x']],
  },
  { key: 'c', value: 'failed, in plain text', headers: [['trace', null]] },
  { key: 'd', value: null },
  { key: 'e', value: '{"state":5}' },
  { key: 'f', value: '{"state":' },
]

describe('what matches', () => {
  it.each<[Omit<FilterSpec, 'in'>, number[]]>([
    [{ text: 'FAILED' }, [1]],
    [{ text: 'failed', case: 'insensitive' }, [1, 3]],
    [{ regex: '"state":"[A-Z]+"' }, [0, 1]],
    [{ regex: 'FAIL.*', case: 'insensitive' }, [1, 3]],
    [{ regex: '^[a-c]$' }, [1, 2, 3]],
    [{ expr: 'value.state == "FAILED"' }, [1, 2]],
    [{ expr: 'value.id == 9007199254740993' }, [1]],
    [{ expr: 'value.id > 9007199254740992' }, [1, 2]],
    [{ expr: 'value.total == 12345678' }, [0, 1]],
    [{ expr: 'value.total == 500' }, [2]],
    [{ expr: 'value == null' }, [4]],
    [{ expr: 'value == "failed, in plain text"' }, [3]],
    [{ expr: 'headers["trace"] == "x"' }, [2]],
    [{ expr: '"trace" in headers' }, [2, 3]],
    [{ expr: 'partition == 3 && offset >= 5 && topic == "t"' }, [5, 6]],
    [{ expr: 'keySize == 0' }, [0]],
    [{ expr: 'value.state.matches("(?i)^failed$")' }, [1, 2]],
    [{ text: 'FAILED', regex: 'id', expr: 'key == "a"' }, [1]],
    [{ text: 'PAID', expr: 'key == "a"' }, []],
  ])('%j', (spec, indexes) => {
    expect(matching(orders, filterOf(spec))).toEqual(indexes)
    expect(matching(orders, filterOf(spec), false)).toEqual(indexes)
  })

  it('counts the records on which an expression fails, and says how without what is in them', () => {
    const filter = filterOf({ expr: 'value.state > "A"' })
    expect(matching(orders, filter)).toEqual([0, 1, 2])
    expect(filter.failures).toEqual({
      filterErrors: 1,
      filterErrorSample: 'no such overload: double > string (column 1)',
    })
  })

  it('refuses what is not right', () => {
    expect(() => filterOf({ regex: '(' })).toThrow(expect.objectContaining({ code: 'bad_request' }))
    expect(() => filterOf({ expr: 'value.' })).toThrow(expect.objectContaining({ code: 'bad_request' }))
  })
})

const letters = fc.constantFrom(
  'a',
  'b',
  'B',
  'k',
  'K',
  '\u212a',
  's',
  'ſ',
  'é',
  'É',
  'σ',
  'ς',
  'Σ',
  'ß',
  '"',
  '\\',
  '/',
  '\n',
  '😀',
  '.',
  '[',
  '-',
)
const word = fc.string({ unit: letters, maxLength: 6 })
const outgoing: fc.Arbitrary<OutgoingRecord> = fc.record({
  key: fc.option(word, { nil: null }),
  value: fc.option(word, { nil: null }),
  headers: fc.array(fc.tuple(word, fc.option(word, { nil: null })), { maxLength: 2 }),
})
const several = fc.array(outgoing, { minLength: 1, maxLength: 12 })

function holds({ key, value, headers = [] }: OutgoingRecord, test: (text: string) => boolean): boolean {
  return [key, value, ...headers.flat()].some((part) => typeof part === 'string' && test(part))
}

describe('by search over whole batches, as by a plain look at each record', () => {
  it('finds a text in any case, as JavaScript folds it', () => {
    fc.assert(
      fc.property(several, word, (records, text) => {
        // Texts that JSON escapes are found in their escaped forms too, which the plain look does not know.
        fc.pre(text !== '' && !/["\\/\n]/.test(text))
        const pattern = new RegExp(RegExp.escape(text), 'iu')
        const wanted = records.flatMap((record, index) =>
          holds(record, (part) => pattern.test(part)) ? [index] : [],
        )
        expect(matching(records, filterOf({ text, case: 'insensitive' }))).toEqual(wanted)
      }),
      { numRuns: 200 },
    )
  })

  it('finds a text in any case in the JSON of it', () => {
    fc.assert(
      fc.property(word, fc.boolean(), (text, ascii) => {
        fc.pre(text !== '')
        const plain = JSON.stringify({
          field: text.toUpperCase().toLowerCase() === text ? text.toUpperCase() : text,
        })
        const value = ascii
          ? plain.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
          : plain
        fc.pre(new RegExp(RegExp.escape(text), 'iu').test((JSON.parse(value) as { field: string }).field))
        expect(matching([{ key: null, value }], filterOf({ text, case: 'insensitive' }))).toEqual([0])
      }),
    )
  })

  it('finds by an expression what it finds without the search', () => {
    const field = fc.constantFrom('a', 'ab', 'state')
    const scalar = fc.oneof(
      fc.constantFrom('FAILED', 'a-b', 'Zürich', 'x', '<b>', 'a"b'),
      fc.integer(),
      fc.constantFrom(500, 12_345_678, 90_000_000, null, true),
    )
    const value = fc.dictionary(field, fc.oneof(scalar, fc.array(scalar, { maxLength: 3 })))
    const atom = fc.oneof(
      fc.tuple(field, scalar).map(([name, each]) => `value.${name} == ${JSON.stringify(each)}`),
      fc.tuple(field, scalar).map(([name, each]) => `${JSON.stringify(each)} in value.${name}`),
      fc
        .tuple(field, fc.constantFrom('FAIL', 'b', 'ric'))
        .map(([name, each]) => `value.${name}.contains("${each}")`),
      fc
        .tuple(field, fc.constantFrom('FAI|x', '(?i)failed', 'a.b'))
        .map(([name, each]) => `value.${name}.matches("${each}")`),
      field.map((name) => `has(value.${name})`),
      field.map((name) => `!has(value.${name})`),
      field.map((name) => `value.${name} != "x"`),
      field.map((name) => `value.${name} > 5`),
    )
    const { expression } = fc.letrec<{ expression: string }>((tie) => ({
      expression: fc.oneof(
        { maxDepth: 3 },
        atom,
        fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `(${a} && ${b})`),
        fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `(${a} || ${b})`),
        tie('expression').map((each) => `!(${each})`),
      ),
    }))
    let found = 0
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 8 }),
        expression,
        fc.boolean(),
        (values, expr, escaped) => {
          const records = values.map((each) => {
            const text = JSON.stringify(each)
            return {
              key: null,
              value: escaped ? text.replace(/[<üA]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`) : text,
            }
          })
          const slowly = matching(records, filterOf({ expr }), false)
          found += slowly.length
          expect(matching(records, filterOf({ expr }))).toEqual(slowly)
        },
      ),
      { numRuns: 300 },
    )
    expect(found).toBeGreaterThan(50)
  })
})
