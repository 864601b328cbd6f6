import { ByteReader } from './byte-reader.ts'
import { base64Of, type DecodedValue, DecodeFailure, exactInteger, uuidOf } from './decoded-value.ts'

/**
 * What brokers keep in `__consumer_offsets`, after Kafka's message specifications (OffsetCommitKey/Value,
 * GroupMetadataKey/Value). The first number of a key says what the record is about.
 */
const OFFSET_KEYS = [0, 1]
const GROUP_KEY = 2
/** Written by brokers for groups of the newer protocol; only their names are read. */
const NEWER_KEYS: Readonly<Record<number, readonly string[]>> = {
  3: ['group'],
  4: ['group'],
  5: ['group', 'member'],
  6: ['group'],
  7: ['group', 'member'],
  8: ['group', 'member'],
}
const LAST_OFFSET_VALUE = 4
const LAST_GROUP_VALUE = 4
/** From this version on, texts and lists are written in the compact form with tagged fields. */
const FLEXIBLE = 4

/** decodeOffsetsKey reads a key of `__consumer_offsets`. Throws DecodeFailure. */
export function decodeOffsetsKey(bytes: Uint8Array): DecodedValue {
  const reader = new ByteReader(bytes)
  const version = reader.int16()
  const key = readKey(reader, version)
  reader.finish()
  return key
}

function readKey(reader: ByteReader, version: number): DecodedValue {
  if (OFFSET_KEYS.includes(version)) {
    return { kind: 'offset-commit', group: text(reader), topic: text(reader), partition: reader.int32() }
  }
  if (version === GROUP_KEY) return { kind: 'group-metadata', group: text(reader) }
  const names = NEWER_KEYS[version]
  if (!names) throw new DecodeFailure(`a key of version ${version}, which is not known`)
  return { kind: `group-record-${version}`, ...Object.fromEntries(names.map((name) => [name, text(reader)])) }
}

/** decodeOffsetsValue reads a value of `__consumer_offsets`; `key` says which kind it is. Throws DecodeFailure. */
export function decodeOffsetsValue(bytes: Uint8Array, key: Uint8Array | null): DecodedValue {
  if (!key) throw new DecodeFailure('without its key, a value’s kind is not known')
  const kind = new ByteReader(key).int16()
  const reader = new ByteReader(bytes)
  const version = reader.int16()
  if (OFFSET_KEYS.includes(kind)) return finished(reader, readCommit(reader, version))
  if (kind === GROUP_KEY) return finished(reader, readGroup(reader, version))
  throw new DecodeFailure(`a value of a key of version ${kind}, which is not known`)
}

function finished(reader: ByteReader, value: DecodedValue): DecodedValue {
  reader.finish()
  return value
}

function readCommit(reader: ByteReader, version: number): DecodedValue {
  if (version < 0 || version > LAST_OFFSET_VALUE) throw unknown(version)
  const offset = exactInteger(reader.int64())
  const leaderEpoch = version >= 3 ? reader.int32() : null
  const metadata = text(reader, version)
  const commitTimestamp = exactInteger(reader.int64())
  const expireTimestamp = version === 1 ? exactInteger(reader.int64()) : null
  const topicId = version >= FLEXIBLE ? readTags(reader) : null
  return {
    version,
    offset,
    ...(leaderEpoch !== null && { leaderEpoch }),
    metadata,
    commitTimestamp,
    ...(expireTimestamp !== null && { expireTimestamp }),
    ...(topicId && { topicId: uuidOf(topicId) }),
  }
}

function readGroup(reader: ByteReader, version: number): DecodedValue {
  if (version < 0 || version > LAST_GROUP_VALUE) throw unknown(version)
  const group = {
    version,
    protocolType: text(reader, version),
    generation: reader.int32(),
    protocol: nullable(reader, version),
    leader: nullable(reader, version),
    ...(version >= 2 && { currentStateTimestamp: exactInteger(reader.int64()) }),
  }
  const count = reader.count(version >= FLEXIBLE ? Number(reader.varint()) - 1 : reader.int32())
  const members: DecodedValue[] = []
  for (let left = count; left > 0; left--) members.push(readMember(reader, version))
  if (version >= FLEXIBLE) readTags(reader)
  return { ...group, members }
}

function readMember(reader: ByteReader, version: number): DecodedValue {
  reader.value()
  const member = {
    memberId: text(reader, version),
    ...(version >= 3 && { groupInstanceId: nullable(reader, version) }),
    clientId: text(reader, version),
    clientHost: text(reader, version),
    ...(version >= 1 && { rebalanceTimeout: reader.int32() }),
    sessionTimeout: reader.int32(),
    subscription: bytesOf(reader, version),
    assignment: bytesOf(reader, version),
  }
  if (version >= FLEXIBLE) readTags(reader)
  return member
}

function unknown(version: number): DecodeFailure {
  return new DecodeFailure(`a value of version ${version}, which is not known`)
}

function nullable(reader: ByteReader, version = 0): string | null {
  const length = version >= FLEXIBLE ? Number(reader.varint()) - 1 : reader.int16()
  return length === -1 ? null : reader.text(reader.count(length))
}

function text(reader: ByteReader, version = 0): string {
  const value = nullable(reader, version)
  if (value === null) throw reader.fail('a null where a text must be')
  return value
}

function bytesOf(reader: ByteReader, version: number): string {
  const length = version >= FLEXIBLE ? Number(reader.varint()) - 1 : reader.int32()
  return base64Of(reader.take(reader.count(length)))
}

/** readTags passes over tagged fields, and gives the one with tag 0. */
function readTags(reader: ByteReader): Uint8Array | null {
  let first: Uint8Array | null = null
  for (let left = reader.count(reader.varint(), 2); left > 0; left--) {
    const tag = reader.varint()
    const data = reader.take(reader.count(reader.varint()))
    if (tag === 0n && data.length === 16) first = data
  }
  return first
}
