import type { KafkaAnswer, KafkaRequest } from '../kafka-request.ts'
import { WireWriter } from '../wire-writer.ts'
import { type Acl, aclOperations, patternTypes, permissionTypes, resourceTypes } from './acl.ts'

const ANY_HOST = '*'

export interface CreatedAcls extends KafkaAnswer {
  /** In the order asked for. */
  readonly results: readonly { readonly errorCode: number; readonly message: string | null }[]
}

/** createAclsRequest: CreateAcls v3; for a cluster's admin. */
export function createAclsRequest(acls: readonly Acl[]): KafkaRequest<CreatedAcls> {
  const body = new WireWriter()
    .compactArray(acls, (writer, acl) =>
      writer
        .int8(resourceTypes[acl.resource])
        .compactString(acl.name)
        .int8(patternTypes[acl.pattern])
        .compactString(acl.principal)
        .compactString(ANY_HOST)
        .int8(aclOperations[acl.operation])
        .int8(permissionTypes[acl.permission ?? 'allow'])
        .noTags(),
    )
    .noTags()
    .finish()
  return {
    apiKey: 30,
    apiVersion: 3,
    name: 'CreateAcls',
    flexible: true,
    body,
    decode: (reader) => ({
      throttleMs: reader.int32(),
      results: reader.compactArray(() => {
        const result = { errorCode: reader.int16(), message: reader.compactString() }
        reader.skipTags()
        return result
      }),
    }),
  }
}
