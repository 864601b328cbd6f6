import type { KafkaAnswer, KafkaRequest } from '../kafka-request.ts'
import { requiredString } from '../wire-reader.ts'
import { WireWriter } from '../wire-writer.ts'

export const LIST_GROUPS_KEY = 16
/** From this version on a broker tells states and types (KIP-848; Kafka 3.8). */
export const LIST_TYPES_VERSION = 5

export interface ListedGroup {
  readonly group: string
  readonly protocolType: string
  /** Null where the version of the request does not tell. */
  readonly state: string | null
  /** `classic`, `consumer`, `share`. */
  readonly type: string | null
}

export interface ListedGroups extends KafkaAnswer {
  readonly errorCode: number
  readonly groups: readonly ListedGroup[]
}

/** listGroupsRequest: ListGroups v2: the groups of one broker that the user may see. Each broker knows its own only. */
export function listGroupsRequest(): KafkaRequest<ListedGroups> {
  return {
    apiKey: LIST_GROUPS_KEY,
    apiVersion: 2,
    name: 'ListGroups',
    body: Buffer.alloc(0),
    decode: (reader) => {
      const [throttleMs, errorCode] = [reader.int32(), reader.int16()]
      const groups = reader.array(() => ({
        group: requiredString(reader.string()),
        protocolType: reader.string() ?? '',
        state: null,
        type: null,
      }))
      return { throttleMs, errorCode, groups }
    },
  }
}

/** listTypedGroupsRequest: ListGroups v5, which also tells state and type, of a broker that speaks it. */
export function listTypedGroupsRequest(): KafkaRequest<ListedGroups> {
  return {
    apiKey: LIST_GROUPS_KEY,
    apiVersion: LIST_TYPES_VERSION,
    name: 'ListGroups',
    flexible: true,
    // Any state, any type.
    body: new WireWriter()
      .compactArray([], () => undefined)
      .compactArray([], () => undefined)
      .noTags()
      .finish(),
    decode: (reader) => {
      const [throttleMs, errorCode] = [reader.int32(), reader.int16()]
      const groups = reader.compactArray(() => {
        const group = requiredString(reader.compactString())
        const protocolType = reader.compactString() ?? ''
        const [state, type] = [reader.compactString(), reader.compactString()]
        reader.skipTags()
        return { group, protocolType, state, type: type?.toLowerCase() ?? null }
      })
      reader.skipTags()
      return { throttleMs, errorCode, groups }
    },
  }
}
