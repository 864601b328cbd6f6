import { fileURLToPath } from 'node:url'
import { expect, it, vi } from 'vitest'
import { KafkaError } from '#lib/kafka/kafka-error.ts'
import type { openProduceFlow } from '#lib/kafka/produce-flow.ts'
import { createTopic } from '#lib/kafka/topics.ts'
import { Screen } from '../screen.ts'
import { produceCommand } from './produce-command.ts'

const { close } = vi.hoisted(() => ({ close: vi.fn() }))
vi.mock('#lib/kafka/produce-flow.ts', () => ({
  openProduceFlow: (() =>
    Promise.resolve({ records: [], source: null, store: { close } })) as unknown as typeof openProduceFlow,
}))
vi.mock('#lib/kafka/topics.ts', async (original) => ({
  ...(await original<typeof import('#lib/kafka/topics.ts')>()),
  createTopic: vi.fn<typeof createTopic>(),
}))

it('closes the store when the topic can’t be created', async () => {
  const refusal = new KafkaError({ code: 'not_permitted_by_acl', message: 'No.', retriable: false })
  vi.mocked(createTopic).mockRejectedValue(refusal)
  const credentials = fileURLToPath(new URL('../../lib/credentials/fixtures/w1-kafka4.txt', import.meta.url))
  const options = {
    ...({ compression: 'none', onBad: 'stop' } as const),
    ...{ credentials, verifyHostname: true, partitions: 3 },
  }
  const running = produceCommand(options, new Screen({ json: true }), new AbortController().signal)
  await expect(running).rejects.toBe(refusal)
  expect(close).toHaveBeenCalledOnce()
})
