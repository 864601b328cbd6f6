import type { KafkaAnswer, KafkaRequest } from '../kafka-request.ts'
import { WireWriter } from '../wire-writer.ts'
import { type Acl, aclOperations, patternTypes, permissionTypes, resourceTypes } from './acl.ts'

export type AclFilter = Partial<Pick<Acl, 'resource' | 'name' | 'pattern' | 'principal' | 'operation'>>

export interface DeletedAcls extends KafkaAnswer {
  /** In the order asked for, with the number of ACLs each filter removed. */
  readonly results: readonly {
    readonly errorCode: number
    readonly message: string | null
    readonly removed: number
  }[]
}

/** deleteAclsRequest: DeleteAcls v3; for a cluster's admin. What a filter does not name matches anything. */
export function deleteAclsRequest(filters: readonly AclFilter[]): KafkaRequest<DeletedAcls> {
  const body = new WireWriter()
    .compactArray(filters, (writer, filter) =>
      writer
        .int8(resourceTypes[filter.resource ?? 'any'])
        .compactString(filter.name ?? null)
        .int8(patternTypes[filter.pattern ?? 'any'])
        .compactString(filter.principal ?? null)
        .compactString(null)
        .int8(aclOperations[filter.operation ?? 'any'])
        .int8(permissionTypes.any)
        .noTags(),
    )
    .noTags()
    .finish()
  return {
    apiKey: 31,
    apiVersion: 3,
    name: 'DeleteAcls',
    flexible: true,
    body,
    decode: (reader) => ({
      throttleMs: reader.int32(),
      results: reader.compactArray(() => {
        const [errorCode, message] = [reader.int16(), reader.compactString()]
        const removed = reader.compactArray(() => {
          reader.int16()
          reader.compactString() // message
          reader.int8() // resource type
          reader.compactString() // name
          reader.int8() // pattern type
          reader.compactString() // principal
          reader.compactString() // host
          reader.int8() // operation
          reader.int8() // permission
          reader.skipTags()
        })
        reader.skipTags()
        return { errorCode, message, removed: removed.length }
      }),
    }),
  }
}
