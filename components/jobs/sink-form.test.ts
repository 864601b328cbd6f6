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

const URL = 'https://receiver.example.com/in'
const SECRET = 'a secret of the receiver'
const form = (changes: Partial<ConsumeForm> = {}): ConsumeForm => ({
  ...{ ...emptyConsumeForm, topic: 'orders', sink: 'webhook', url: URL },
  ...changes,
})
const base = { kind: 'consume', topic: 'orders', from: 'earliest', idleSeconds: 10 }
const webhook = { type: 'webhook', url: URL, format: 'json', maxRecords: 500, maxBytes: 1024 * 1024 }

describe('a consume form with a sink', () => {
  it('gives the webhook, and its secret beside the specification', () => {
    expect(readConsumeForm(form(), null)).toEqual({ spec: { ...base, sink: webhook } })
    const full = form({ secret: SECRET, format: 'ndjson', maxRecords: '10,000', maxBytes: '2048' })
    expect(readConsumeForm(full, null)).toEqual({
      spec: { ...base, sink: { ...webhook, format: 'ndjson', maxRecords: 10_000, maxBytes: 2048 } },
      sinkSecret: SECRET,
    })
  })

  it('is filled from a job like it, but for the secret', () => {
    const spec = ConsumeSpecSchema.parse({ ...base, sink: { ...webhook, format: 'ndjson', maxRecords: 7 } })
    expect(consumeFormOf(spec)).toEqual(form({ format: 'ndjson', maxRecords: '7' }))
    expect(readConsumeForm(consumeFormOf(spec), null)).toEqual({ spec })
    const mongo = ConsumeSpecSchema.parse({ ...base, sink: { type: 'mongodb', profile: 'prf_m' } })
    expect(consumeFormOf(mongo)).toEqual(form({ sink: 'mongodb', url: '', mongoProfile: 'prf_m' }))
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
    const counted = form({ sink: 'none', secret: 'short', url: 'nonsense' })
    expect(readConsumeForm(counted, null)).toEqual({ spec: base })
    const mongo = form({ sink: 'mongodb', secret: 'short', mongoProfile: 'prf_m' })
    expect(readConsumeForm(mongo, null)).toEqual({
      spec: { ...base, sink: { type: 'mongodb', profile: 'prf_m' } },
    })
  })

  it.each([
    [{ url: '' }, { url: 'Write it as https://host/path.' }],
    [{ url: 'ftp://host/' }, { url: 'Write it as https://host/path.' }],
    [
      { url: 'https://me:mine@host/' },
      { url: 'Leave user and password out of the address: a signature proves who calls.' },
    ],
    [{ secret: 'short' }, { secret: 'A signing secret has at least 16 characters.' }],
    [{ maxRecords: '0' }, { maxRecords: 'A whole number from 1 to 10,000.' }],
    [{ maxBytes: '' }, { maxBytes: 'Bytes, from 1,024 to 10,485,760.' }],
    [{ sink: 'mongodb' }, { mongoProfile: 'Choose a profile of MongoDB.' }],
    [
      { topic: 'a b', maxRecords: 'x', secret: 'y' },
      {
        topic: expect.any(String) as unknown,
        maxRecords: 'A whole number from 1 to 10,000.',
        secret: 'A signing secret has at least 16 characters.',
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
