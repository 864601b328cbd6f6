import { describe, expect, it } from 'vitest'
import { CopySpecSchema } from '#lib/shared/copy-spec.ts'
import { type CopyForm, copyFormOf, emptyCopyForm, readCopyForm } from './copy-form-state.ts'
import { mappingText, readMappingText } from './mapping-text.ts'

const form = (changes: Partial<CopyForm> = {}): CopyForm => ({
  ...{ ...emptyCopyForm, topic: 'orders', targetProfile: 'prf_2', targetTopic: 'archive' },
  ...changes,
})

describe('readCopyForm', () => {
  it('reads a whole form, and a filled one back', () => {
    const filled = form({
      ...{ range: 'group', filterKind: 'expr', filterExpr: 'value.total > 5', tombstones: false },
      ...{ createTopic: true, partitions: '6', mapping: 'id -> order.id\nshop\nsource = "web"' },
    })
    const spec = CopySpecSchema.parse({
      ...{ kind: 'copy', topic: 'orders', from: 'earliest', group: {} },
      filter: { expr: 'value.total > 5' },
      target: { profile: 'prf_2', topic: 'archive', createTopic: { partitions: 6, replicationFactor: 1 } },
      mapping: {
        tombstones: 'drop',
        fields: [
          { from: 'id', to: 'order.id' },
          { from: 'shop', to: 'shop' },
        ],
        constants: [{ to: 'source', value: 'web' }],
      },
    })
    expect(readCopyForm(filled, 'prf_1')).toEqual({ spec })
    expect(copyFormOf(spec, 'prf_1')).toEqual(filled)
  })

  it('leaves out the profile when it is the job’s own, and follows live from now', () => {
    expect(readCopyForm(form({ targetProfile: 'prf_1', range: 'live' }), 'prf_1')).toMatchObject({
      spec: { from: 'latest', to: 'live', target: { topic: 'archive' } },
    })
  })

  it.each([
    [{ targetTopic: '' }, 'targetTopic'],
    [{ targetTopic: 'a b' }, 'targetTopic'],
    [{ topic: 'a b' }, 'topic'],
    [{ range: 'newest', newest: '0' }, 'newest'],
    [{ filterKind: 'text' }, 'filter'],
    [{ createTopic: true, partitions: 'x' }, 'createTopic'],
    [{ mapping: 'a ->' }, 'mapping'],
    [{ mapping: 'a -> x\nb -> x.y' }, 'mapping'],
  ] as [Partial<CopyForm>, string][])('says what is wrong with %j', (changes, field) => {
    const read = readCopyForm(form(changes), 'prf_1')
    expect(Object.keys('errors' in read ? read.errors : {})).toEqual([field])
  })
})

describe('readMappingText', () => {
  it.each([
    ['', {}],
    ['  id  ', { fields: [{ from: 'id', to: 'id' }] }],
    ['a.b->c', { fields: [{ from: 'a.b', to: 'c' }] }],
    [
      'n = 1.5\nb = true\nz = null',
      {
        constants: [
          { to: 'n', value: 1.5 },
          { to: 'b', value: true },
          { to: 'z', value: null },
        ],
      },
    ],
  ])('reads %j', (text, rules) => {
    expect(readMappingText(text)).toEqual(rules)
    expect(readMappingText(mappingText(rules))).toEqual(rules)
  })

  it('names the line that is wrong', () => {
    expect(readMappingText('id\nsource = shop')).toEqual({
      error: expect.stringMatching(/^Line 2 is not like source = "shop"/) as unknown,
    })
  })
})
