import type { KafkaAnswer, KafkaRequest } from '../kafka-request.ts'
import { WireWriter } from '../wire-writer.ts'

export interface ApiVersionsAnswer extends KafkaAnswer {
  readonly errorCode: number
  readonly apis: readonly {
    readonly apiKey: number
    readonly minVersion: number
    readonly maxVersion: number
  }[]
}

/** apiVersionsRequest: ApiVersions v3, with the software's name as KIP-511 wants it. */
export function apiVersionsRequest(): KafkaRequest<ApiVersionsAnswer> {
  return {
    apiKey: 18,
    apiVersion: 3,
    name: 'ApiVersions',
    flexible: true,
    body: new WireWriter().compactString('keystream').compactString('1').noTags().finish(),
    decode: (reader) => {
      const errorCode = reader.int16()
      const apis = reader.compactArray(() => {
        const api = { apiKey: reader.int16(), minVersion: reader.int16(), maxVersion: reader.int16() }
        reader.skipTags()
        return api
      })
      return { errorCode, apis, throttleMs: reader.int32() }
    },
  }
}
