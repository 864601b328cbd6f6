import { type ReferenceLogin, referenceClient } from './reference-client.ts'

export interface ReferenceRead {
  readonly login: ReferenceLogin
  readonly topic: string
  readonly groupId: string
  /** Stops when so many records were handed over. */
  readonly records: number
  readonly text: string
}

/** As large as helps it; more gave no more. */
const MAX_BYTES = 16 * 1024 * 1024

/**
 * referenceRead scans a topic with kafkajs' own eachBatch for values that contain a text, as ours does. The clock
 * runs from the first batch's arrival, which leaves out the join of the group. Gives records/s and the matches.
 */
export async function referenceRead(options: ReferenceRead): Promise<{ rate: number; matched: number }> {
  const { login, topic, groupId, records, text } = options
  const consumer = referenceClient(login).consumer({
    groupId,
    allowAutoTopicCreation: false,
    maxBytes: MAX_BYTES,
    maxBytesPerPartition: MAX_BYTES,
  })
  const done = Promise.withResolvers<undefined>()
  let read = 0
  let matched = 0
  let begin = 0
  consumer.on('consumer.group_join', () => {
    begin = performance.now()
  })
  consumer.on('consumer.crash', ({ payload }) => done.reject(payload.error))
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: true,
    eachBatch: ({ batch }) => {
      for (const message of batch.messages) {
        if (message.value?.includes(text) === true || message.key?.includes(text) === true) matched++
      }
      read += batch.messages.length
      if (read >= records) done.resolve(undefined)
      return Promise.resolve()
    },
  })
  try {
    await done.promise
    return { rate: read / ((performance.now() - begin) / 1000), matched }
  } finally {
    await consumer.disconnect()
  }
}
