import type { KafkaAnswer, KafkaRequest } from '../kafka-request.ts'
import { requiredString } from '../wire-reader.ts'

export interface ListedGroups extends KafkaAnswer {
  readonly errorCode: number
  readonly groups: readonly { readonly group: string; readonly protocolType: string }[]
}

/** listGroupsRequest: ListGroups v2: the groups of one broker that the user may see. Each broker knows its own only. */
export function listGroupsRequest(): KafkaRequest<ListedGroups> {
  return {
    apiKey: 16,
    apiVersion: 2,
    name: 'ListGroups',
    body: Buffer.alloc(0),
    decode: (reader) => {
      const [throttleMs, errorCode] = [reader.int32(), reader.int16()]
      const groups = reader.array(() => ({
        group: requiredString(reader.string()),
        protocolType: reader.string() ?? '',
      }))
      return { throttleMs, errorCode, groups }
    },
  }
}
