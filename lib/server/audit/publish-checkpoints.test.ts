import { once } from 'node:events'
import { createServer as createHttp } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, expect, it, vi } from 'vitest'
import { getDatabase, inTransaction } from '#lib/server/db/database.ts'
import { openTestServer, type TestServer } from '#lib/server/testing/open-test-server.ts'
import { publishCheckpoints } from './publish-checkpoints.ts'
import { recordAuditEvent } from './record-audit-event.ts'

vi.setConfig({ testTimeout: 20_000 })

let server: TestServer
afterEach(() => server.close())

const record = () =>
  inTransaction((tx) => recordAuditEvent(tx, { action: 'job.started', teamId: null, actor: null }))
const stored = () => getDatabase().selectFrom('auditCheckpoint').selectAll().executeTakeFirstOrThrow()

it('writes the checkpoint to the log, and sends it to a webhook until it is taken', async () => {
  const bodies: unknown[] = []
  let status = 500
  const hook = createHttp((request, response) => {
    void text(request).then((body) => {
      bodies.push(JSON.parse(body))
      response.writeHead(status).end()
    })
  }).listen(0, '127.0.0.1')
  await once(hook, 'listening')
  const { port } = hook.address() as AddressInfo
  server = await openTestServer({ KEYSTREAM_AUDIT_WEBHOOK: `http://127.0.0.1:${port}/in?token=canary` })
  await record()
  await publishCheckpoints()
  const row = await stored()
  expect(row).toMatchObject({ sequence: 1, publishedAt: null })
  const { sequence, at, hash } = row
  const log = server.log.map((line) => JSON.parse(line) as object)
  expect(log).toContainEqual(expect.objectContaining({ event: 'audit.checkpoint', sequence, at, hash }))
  expect(server.log.join('')).toContain('HTTP_500')
  expect(server.log.join('')).not.toContain('canary')
  status = 204
  await publishCheckpoints()
  await publishCheckpoints()
  expect((await stored()).publishedAt).not.toBeNull()
  const sent = { type: 'audit.checkpoint', server: 'http://localhost:3000', sequence, at, hash }
  expect(bodies).toEqual([sent, sent])
  hook.close()
})
