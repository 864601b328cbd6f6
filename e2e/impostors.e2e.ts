import type { APIRequestContext } from '@playwright/test'
import type { Listener } from './support/fake-broker.ts'
import { holdsSecret } from './support/find-secret.ts'
import { expect } from './support/fixtures.ts'
import { type Impostor, impostors } from './support/impostors.ts'
import { jsonLines } from './support/keystream.ts'
import { keep, loneTest, madeUpPassword, madeUpPaste } from './support/lone-server.ts'
import { type Certificates, makeCertificates } from './support/make-certificates.ts'
import { Server } from './support/server.ts'

/** Of the table in the design: a typed failure within this, and no more memory than this. */
const WITHIN_MS = 15_000
const MEMORY_MB = 50
/** A member's checks a minute are ten. */
const AT_ONCE = 7

const test = loneTest(() => Server.start('127.0.0.1/32'))

interface Met {
  readonly impostor: Impostor
  readonly listener: Listener
  readonly events: Record<string, unknown>[]
}

/** Sends the check of a profile to an impostor, and gives its events. */
async function meet(
  { api, team, certificates }: { api: APIRequestContext; team: string; certificates: Certificates },
  impostor: Impostor,
): Promise<Met> {
  const listener = await impostor.start(certificates)
  const indented = certificates.authority.replaceAll('\n', '\n    ')
  const tls = impostor.tls ? ['tls: enabled', `tls-ca: |-\n    ${indented}`] : []
  const text = madeUpPaste('orders', [`endpoints: 127.0.0.1:${listener.port}`, ...tls])
  const { path } = await keep(api, team, text, { name: impostor.name })
  const answer = await api.post(`${path}/check`, { data: {} })
  return { impostor, listener, events: jsonLines(await answer.text()) }
}

test('a server that is not the broker learns nothing, costs nothing, and is told for what it is', async ({
  server,
  api,
  team,
}) => {
  const certificates = makeCertificates()
  const password = madeUpPassword('orders')
  const batches = [impostors.slice(0, AT_ONCE), impostors.slice(AT_ONCE)]
  for (const batch of batches) {
    // Code that runs for the first time takes memory of its own.
    const [first] = batch
    if (first) await (await meet({ api, team, certificates }, first)).listener.close()
    const before = server.watchMemory()
    const met = await Promise.all(batch.map((impostor) => meet({ api, team, certificates }, impostor)))
    const grown = server.peakMemory() - before
    for (const { impostor, listener, events } of met) {
      const verdict = events.at(-1)
      expect(verdict?.['type'], impostor.name).toBe('verdict')
      expect(impostor.codes, `${impostor.name}: ${JSON.stringify(events)}`).toContain(verdict?.['code'])
      expect(verdict?.['milliseconds'], impostor.name).toBeLessThan(WITHIN_MS)
      expect(listener.connections(), impostor.name).toBeGreaterThan(0)
      const received = listener.received()
      expect(holdsSecret(received, password), `${impostor.name} was sent the password`).toBe(false)
      expect(received.includes(',p='), `${impostor.name} got a proof`).toBe(impostor.getsProof ?? false)
      await listener.close()
    }
    expect(grown, 'megabytes at the highest').toBeLessThan(MEMORY_MB)
    expect(holdsSecret(server.log, password)).toBe(false)
    // It has forgotten how many checks there were.
    await server.restart()
  }
})
