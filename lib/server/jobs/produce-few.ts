import 'server-only'
import type { OutgoingBytes, OutgoingRecord } from '#lib/kafka/outgoing-record.ts'
import { type ProduceOutcome, produceRecords } from '#lib/kafka/produce-records.ts'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { inTransaction } from '#lib/server/db/database.ts'
import { openProfile } from '#lib/server/profiles/open-profile.ts'
import type { ProducedRecords, ProduceRecord, ProduceRecords } from '#lib/shared/produce.ts'

/** Somebody waits for the answer. */
const DELIVERY_TIMEOUT_MS = 20_000

/**
 * produceFew writes some records as a profile's user and says where each one went. All are written, or the error says
 * which one was not; those before and after it may have been. Throws AppError and KafkaError.
 */
export async function produceFew(options: {
  readonly teamId: string
  readonly profileId: string
  readonly actor: { readonly name: string; readonly email: string }
  readonly topic: string
  readonly input: ProduceRecords
  readonly signal: AbortSignal
}): Promise<ProducedRecords> {
  const { teamId, profileId, actor, topic, input, signal } = options
  const opened = await openProfile({ teamId, profileId, actor })
  const now = Date.now()
  const records = input.records.map((record, index) => outgoing(record, index, now))
  const outcome = await produceRecords(opened.target(), {
    topic,
    records,
    compression: input.compression,
    keepPositions: true,
    deliveryTimeoutMs: DELIVERY_TIMEOUT_MS,
    signal,
  })
  await inTransaction((tx) =>
    recordAuditEvent(tx, {
      action: 'records.produced',
      teamId,
      actor: actor.email,
      subject: profileId,
      details: { topic, acknowledged: outcome.acknowledged, failed: outcome.failed },
    }),
  )
  return answerOf(outcome, records)
}

function answerOf(outcome: ProduceOutcome, records: readonly OutgoingRecord[]): ProducedRecords {
  if (outcome.error) throw outcome.error
  const [refused] = outcome.refused
  if (refused) {
    throw new AppError({
      code: 'broker_record_rejected',
      field: `records.${refused.index}`,
      message: `Record ${refused.index} was refused: ${refused.message}`,
      advice: `${outcome.acknowledged} of ${records.length} records were written.`,
    })
  }
  const written = records.map(({ timestamp }, index) => {
    const place = outcome.written[index]
    if (!place) return null
    return {
      partition: place.partition,
      offset: String(place.offset),
      timestamp: place.appendTime ?? timestamp ?? 0,
    }
  })
  if (written.every((place) => place !== null)) return { records: written }
  throw new AppError({
    code: 'cancelled',
    message: 'The request ended before every record was acknowledged.',
  })
}

function outgoing(record: ProduceRecord, index: number, now: number): OutgoingRecord {
  const { key, value, headers, partition, timestamp } = record
  const place = `records.${index}`
  return {
    key: bytesOf(key, `${place}.key`),
    value: bytesOf(value, `${place}.value`),
    timestamp: timestamp ?? now,
    ...(headers && {
      headers: headers.map(([name, data], at) => [name, bytesOf(data, `${place}.headers.${at}`)] as const),
    }),
    ...(partition !== undefined && { partition }),
  }
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/

function bytesOf(input: ProduceRecord['value'], field: string): OutgoingBytes {
  if (input === null || typeof input === 'string') return input
  if ('text' in input) return input.text
  if (!BASE64.test(input.base64))
    throw new AppError({ code: 'bad_request', field, message: `"${field}" is not base64.` })
  return Buffer.from(input.base64, 'base64')
}
