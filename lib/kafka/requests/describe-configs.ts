import type { KafkaAnswer, KafkaRequest } from '../kafka-request.ts'
import { requiredString } from '../wire-reader.ts'
import { WireWriter } from '../wire-writer.ts'

/** org.apache.kafka.common.config.ConfigResource.Type */
const TOPIC = 2

export interface DescribedConfigs extends KafkaAnswer {
  readonly topics: readonly {
    readonly topic: string
    readonly errorCode: number
    readonly configs: ReadonlyMap<string, string | null>
  }[]
}

/** describeConfigsRequest: DescribeConfigs v1 of a topic, to any broker; only the configurations that are named. */
export function describeConfigsRequest(
  topic: string,
  names: readonly string[],
): KafkaRequest<DescribedConfigs> {
  return {
    apiKey: 32,
    apiVersion: 1,
    name: 'DescribeConfigs',
    body: new WireWriter()
      .array([topic], (writer, name) =>
        writer
          .int8(TOPIC)
          .string(name)
          .array(names, (inner, config) => inner.string(config)),
      )
      .boolean(false) // no synonyms
      .finish(),
    decode: (reader) => ({
      throttleMs: reader.int32(),
      topics: reader.array(() => {
        const errorCode = reader.int16()
        reader.string() // its message
        reader.int8() // type
        const name = requiredString(reader.string())
        const configs = reader.array(() => {
          const config = [requiredString(reader.string()), reader.string()] as const
          reader.boolean() // read-only
          reader.int8() // source
          reader.boolean() // sensitive
          reader.array(() => [reader.string(), reader.string(), reader.int8()]) // synonyms
          return config
        })
        return { topic: name, errorCode, configs: new Map(configs) }
      }),
    }),
  }
}
