import { Kafka, logLevel } from 'kafkajs'

/** Where and as whom the reference logs in; the same listener and user as ours. */
export interface ReferenceLogin {
  readonly bootstrapServer: string
  readonly username: string
  readonly password: string
}

/** referenceClient is kafkajs as its own documentation sets it up, without its log lines. */
export function referenceClient({ bootstrapServer, username, password }: ReferenceLogin): Kafka {
  return new Kafka({
    brokers: [bootstrapServer],
    sasl: { mechanism: 'scram-sha-512', username, password },
    logLevel: logLevel.NOTHING,
    // The group of a brand-new broker takes a moment; the default of five tries can run out on a busy machine.
    retry: { retries: 10 },
  })
}
