import { describe, expect, it } from 'vitest'
import { ConsumeSpecSchema } from '#lib/shared/consume-spec.ts'
import {
  type ConsumeForm,
  consumeFormOf,
  emptyConsumeForm,
  formInForce,
  readConsumeForm,
} from './consume-form-state.ts'
import { specWords } from './job-words.ts'

const WEBHOOK = 'whk_1'
const form = (changes: Partial<ConsumeForm> = {}): ConsumeForm => ({
  ...{ ...emptyConsumeForm, topic: 'orders', sink: 'webhook', webhook: WEBHOOK },
  ...changes,
})
const base = { kind: 'consume', topic: 'orders', from: 'earliest', idleSeconds: 10 }
const webhook = { type: 'webhook', webhook: WEBHOOK, format: 'json', maxRecords: 500, maxBytes: 1024 * 1024 }

describe('a consume form with a sink', () => {
  it('names the webhook', () => {
    expect(readConsumeForm(form(), null)).toEqual({ spec: { ...base, sink: webhook } })
    const full = form({ format: 'ndjson', maxRecords: '10,000', maxBytes: '2048' })
    expect(readConsumeForm(full, null)).toEqual({
      spec: { ...base, sink: { ...webhook, format: 'ndjson', maxRecords: 10_000, maxBytes: 2048 } },
    })
  })

  it('is filled from a job like it', () => {
    const spec = ConsumeSpecSchema.parse({ ...base, sink: { ...webhook, format: 'ndjson', maxRecords: 7 } })
    expect(consumeFormOf(spec)).toEqual(form({ format: 'ndjson', maxRecords: '7' }))
    expect(readConsumeForm(consumeFormOf(spec), null)).toEqual({ spec })
    const mongo = ConsumeSpecSchema.parse({ ...base, sink: { type: 'mongodb', profile: 'prf_m' } })
    expect(consumeFormOf(mongo)).toEqual(form({ sink: 'mongodb', webhook: '', mongoProfile: 'prf_m' }))
    expect(readConsumeForm(consumeFormOf(mongo), null)).toEqual({ spec: mongo })
  })

  it('leaves out what the server refuses beside it, and has it again without', () => {
    const others = {
      stop: 'duration',
      commit: 'never',
      members: '3',
      joinDelaySeconds: '1',
      rate: 'x',
      expect: 'json',
    } as const
    const typed = form(others)
    expect(readConsumeForm(typed, null)).toEqual({ spec: { ...base, sink: webhook } })
    expect(formInForce(typed)).toEqual(form())
    expect(formInForce({ ...typed, sink: 'none' })).toMatchObject(others)
    expect(formInForce(form({ stop: 'limit' })).stop).toBe('limit')
  })

  it('keeps to itself what was typed for another sink', () => {
    const counted = form({ sink: 'none', webhook: 'no id', maxBytes: 'x' })
    expect(readConsumeForm(counted, null)).toEqual({ spec: base })
    const mongo = form({ sink: 'mongodb', maxRecords: 'x', mongoProfile: 'prf_m' })
    expect(readConsumeForm(mongo, null)).toEqual({
      spec: { ...base, sink: { type: 'mongodb', profile: 'prf_m' } },
    })
  })

  it.each([
    [{ webhook: '' }, { webhook: 'Choose a webhook of this profile.' }],
    [{ maxRecords: '0' }, { maxRecords: 'A whole number from 1 to 10,000.' }],
    [{ maxBytes: '' }, { maxBytes: 'Bytes, from 1,024 to 10,485,760.' }],
    [{ sink: 'mongodb' }, { mongoProfile: 'Choose a profile of MongoDB.' }],
    [
      { topic: 'a b', maxRecords: 'x', webhook: '' },
      {
        topic: expect.any(String) as unknown,
        maxRecords: 'A whole number from 1 to 10,000.',
        webhook: 'Choose a webhook of this profile.',
      },
    ],
  ] as [Partial<ConsumeForm>, object][])('says what is wrong with %j', (changes, errors) => {
    expect(readConsumeForm(form(changes), null)).toEqual({ errors })
  })

  it('is told in a list’s line', () => {
    const spec = ConsumeSpecSchema.parse({ ...base, sink: webhook })
    expect(specWords(spec)).toBe('from earliest of orders to a webhook, until idle for 10 s')
  })
})
