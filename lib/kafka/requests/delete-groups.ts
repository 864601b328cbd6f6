import type { KafkaAnswer, KafkaRequest } from '../kafka-request.ts'
import { requiredString } from '../wire-reader.ts'
import { WireWriter } from '../wire-writer.ts'

export interface DeletedGroups extends KafkaAnswer {
  readonly groups: readonly { readonly group: string; readonly errorCode: number }[]
}

/** deleteGroupsRequest: DeleteGroups v1, to the coordinator of these groups. 68 = it has members. */
export function deleteGroupsRequest(groups: readonly string[]): KafkaRequest<DeletedGroups> {
  return {
    apiKey: 42,
    apiVersion: 1,
    name: 'DeleteGroups',
    body: new WireWriter().array(groups, (writer, group) => writer.string(group)).finish(),
    decode: (reader) => ({
      throttleMs: reader.int32(),
      groups: reader.array(() => ({ group: requiredString(reader.string()), errorCode: reader.int16() })),
    }),
  }
}
