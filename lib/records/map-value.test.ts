import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CopyMapping } from '#lib/shared/copy-spec.ts'
import { fieldAt, readFieldPath, setField } from './field-path.ts'
import { compileMapping, findMappingFault } from './map-value.ts'

type Rules = Pick<CopyMapping, 'fields' | 'constants'>

const map = (rules: Rules, text: string) => compileMapping(rules)?.(text)

const order =
  '{"id": 12345678901234567890, "price": 1.50, "customer": {"name": "Zoë", "e.mail": "z@x.com"}, "items": [{"sku": "a"}, {"sku": null}]}'

describe('compileMapping', () => {
  it('picks and renames fields, into new objects, from arrays, and keeps every digit', () => {
    const fields = [
      { from: 'id', to: 'order.number' },
      { from: 'price', to: 'price' },
      { from: 'customer.e\\.mail', to: 'mail' },
      { from: 'items.1', to: 'second' },
      { from: 'customer', to: 'order.by' },
      { from: 'no.such.field', to: 'absent' },
    ]
    expect(map({ fields }, order)).toBe(
      '{"order":{"number":12345678901234567890,"by":{"name":"Zoë","e.mail":"z@x.com"}},"price":1.50,"mail":"z@x.com","second":{"sku":null}}',
    )
  })

  it('adds constants beside what is there, or in its place', () => {
    const constants = [
      { to: 'source', value: 'shop' },
      { to: 'customer.name', value: null },
      { to: 'price.amount', value: 2 },
    ]
    expect(map({ constants }, '{"price":1.0,"customer":{"name":"Zoë"},"n":1e400}')).toBe(
      '{"price":{"amount":2},"customer":{"name":null},"n":1e400,"source":"shop"}',
    )
  })

  it('leaves a value as it is without a rule for it', () => {
    expect(compileMapping({})).toBeNull()
    expect(compileMapping({ constants: [] })).toBeNull()
  })

  it.each(['', 'text', '5', 'null', '"a"', '{"a":', '[1,2]'])('takes %j for no JSON object', (text) => {
    expect(map({ constants: [{ to: 'a', value: 1 }] }, text)).toBeNull()
  })

  it('picks items of an array at the top', () => {
    expect(map({ fields: [{ from: '1', to: 'second' }] }, '[1,2]')).toBe('{"second":2}')
  })

  it('gives a field called __proto__ to nobody’s prototype', () => {
    const text = map({ fields: [{ from: 'a', to: '__proto__.admin' }] }, '{"a":true}')
    expect(text).toBe('{"__proto__":{"admin":true}}')
    expect(({} as { admin?: unknown }).admin).toBeUndefined()
    expect(map({ constants: [{ to: 'x', value: 1 }] }, '{"__proto__":{"y":2}}')).toBe(
      '{"__proto__":{"y":2},"x":1}',
    )
  })

  it('is the value itself, when each field is picked under its own name', () => {
    const name = fc.string({ minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(fc.dictionary(name, fc.jsonValue({ maxDepth: 2 }), { minKeys: 1, maxKeys: 6 }), (value) => {
        const path = (key: string) => key.replaceAll('\\', '\\\\').replaceAll('.', '\\.')
        const fields = Object.keys(value).map((key) => ({ from: path(key), to: path(key) }))
        expect(findMappingFault({ fields })).toBeNull()
        const text = JSON.stringify(value)
        expect(JSON.parse(map({ fields }, text) ?? 'null')).toEqual(JSON.parse(text))
      }),
    )
  })
})

describe('field paths', () => {
  it('reads back what was set, whatever the names are', () => {
    const path = fc.array(fc.string({ minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(path, fc.jsonValue(), (names, value) => {
        const written = names.map((one) => one.replaceAll('\\', '\\\\').replaceAll('.', '\\.')).join('.')
        expect(readFieldPath(written)).toEqual(names)
        const root = {}
        setField(root, names, value)
        expect(fieldAt(root, names)).toEqual(value)
      }),
    )
  })
})

describe('findMappingFault', () => {
  it.each([
    [{ fields: [{ from: 'a..b', to: 'a' }] }, 'mapping.fields.0.from'],
    [{ fields: [{ from: 'a', to: '.' }] }, 'mapping.fields.0.to'],
    [
      {
        fields: [
          { from: 'a', to: 'x' },
          { from: 'b', to: 'x.y' },
        ],
      },
      'mapping.fields.1.to',
    ],
    [{ fields: [{ from: 'a', to: 'x.y' }], constants: [{ to: 'x', value: 1 }] }, 'mapping.constants.0.to'],
  ])('names the rule that is not right: %j', (rules: Rules, field) => {
    expect(findMappingFault(rules)?.field).toBe(field)
  })

  it('lets different places be', () => {
    expect(
      findMappingFault({ fields: [{ from: 'a', to: 'x.y' }], constants: [{ to: 'x.z', value: 1 }] }),
    ).toBeNull()
  })
})
