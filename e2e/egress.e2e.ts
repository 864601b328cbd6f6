import os from 'node:os'
import { TLSSocket } from 'node:tls'
import { fileURLToPath } from 'node:url'
import {
  API_VERSIONS,
  broker,
  type Listener,
  listen,
  METADATA,
  mechanisms,
  metadata,
  SASL_HANDSHAKE,
  versions,
} from './support/fake-broker.ts'
import { holdsSecret } from './support/find-secret.ts'
import { expect } from './support/fixtures.ts'
import { joinTeam } from './support/join-team.ts'
import { jsonLines } from './support/keystream.ts'
import {
  eventsOf,
  keep,
  loneTest,
  madeUpPassword,
  madeUpPaste,
  outcomeOf,
  proveBy,
} from './support/lone-server.ts'
import { makeCertificates } from './support/make-certificates.ts'
import { Server } from './support/server.ts'

/** Of the charms' NodePorts: allowed without a list, so that the address alone is what is refused. */
const LOWEST_PORT = 30_000
const PORTS = 2_767
/** As often as a check looks a name up, and once more. */
const LOOK_UPS = 6

const openTest = loneTest(() => Server.start(''))
const rebinding = fileURLToPath(new URL('./support/rebinding-names.ts', import.meta.url))
const listTest = loneTest(() => Server.start('127.0.0.2/32', { NODE_OPTIONS: `--import=${rebinding}` }))

async function listenInRange(host: string, port?: number): Promise<Listener> {
  for (;;) {
    const chosen = port ?? LOWEST_PORT + Math.floor(Math.random() * PORTS)
    const listener = await listen(() => undefined, { host, port: chosen }).catch(() => null)
    if (listener) return listener
  }
}

openTest(
  'no form of an address that leads to this machine or its cloud is dialled',
  async ({ api, team }) => {
    const here = await listenInRange('0.0.0.0')
    const alsoHere = await listenInRange('::1', here.port)
    const own = Object.values(os.networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4')
      .map(({ address }) => address)
    const hosts = [
      ...['127.0.0.1', '127.9.9.9', '127.1', '0.0.0.0', '0', '2130706433', '0x7f000001', 'localhost'],
      ...['[::1]', '[::]', '[::ffff:127.0.0.1]', '[64:ff9b::7f00:1]', '[2002:7f00:1::1]'],
      ...['169.254.169.254', '[::ffff:169.254.169.254]', '2852039166', '100.100.100.200', '[fd00:ec2::254]'],
      ...['224.0.0.1', '255.255.255.255', ...own],
    ]
    const blocked: string[] = []
    for (const host of hosts) {
      const text = madeUpPaste('orders', [`endpoints: "${host}:${here.port}"`])
      const kept = await api.post(`/api/teams/${team}/profiles`, { data: { text, name: host } })
      // What is no address for the parser is refused there, and kept nowhere.
      if (!kept.ok()) {
        expect(await outcomeOf(kept), host).toMatch(/^(400|422) /)
        continue
      }
      const { id } = (await kept.json()) as { id: string }
      const answer = await api.get(`/api/teams/${team}/profiles/${id}/topics`)
      expect(await outcomeOf(answer), host).toBe('403 blocked_by_policy')
      expect(await eventsOf(api, team, 'egress.blocked', id), host).toBe(1)
      blocked.push(host)
    }
    expect(blocked).toEqual(
      expect.arrayContaining(['127.0.0.1', '169.254.169.254', '[::1]', 'localhost', ...own]),
    )
    expect([here.connections(), alsoHere.connections()]).toEqual([0, 0])
    await Promise.all([here.close(), alsoHere.close()])
  },
)

/** A broker without a login on the allowed address, and a listener on the same port of the forbidden one. */
async function pairOfPlaces(advertised: (forbidden: Listener) => readonly { host: string; port: number }[]) {
  const speak = broker((asked, socket) => {
    if (asked.key === API_VERSIONS) socket.write(versions(asked))
    if (asked.key === SASL_HANDSHAKE) socket.write(mechanisms(asked))
    if (asked.key === METADATA) socket.write(metadata(asked, advertised(forbidden)))
  })
  const allowed = await listen(speak, { host: '127.0.0.2' })
  const forbidden = await listen(speak, { host: '127.0.0.1', port: allowed.port })
  return { allowed, forbidden, close: () => Promise.all([allowed.close(), forbidden.close()]) }
}

listTest(
  'a name that turns to a forbidden address between two look-ups is not followed',
  async ({ server, api, team }) => {
    const places = await pairOfPlaces(() => [])
    const { port } = places.allowed
    const check = async (good: number) => {
      const text = madeUpPaste('orders', [
        `endpoints: rebind-${good}.test:${port}`,
        'security-protocol: PLAINTEXT',
      ])
      const { path, id } = await keep(api, team, text, { name: `rebind ${good}` })
      const events = jsonLines(await (await api.post(`${path}/check`, { data: {} })).text())
      const at = events.findIndex(({ code }) => code === 'blocked_by_policy')
      return { blocked: at >= 0, audited: await eventsOf(api, team, 'egress.blocked', id) }
    }
    const outcomes = []
    for (let good = 0; good < LOOK_UPS; good++) outcomes.push(await check(good))
    // With none, one, two good answers it is refused at the name, the connection, the first request.
    expect(outcomes.slice(0, 3)).toEqual(
      Array(3).fill({ blocked: true, audited: expect.any(Number) as unknown }),
    )
    expect(server.log).toContain('rebind-1.test was looked up: 127.0.0.1')
    expect(places.allowed.connections(), 'the allowed address was reached').toBeGreaterThan(0)
    expect(places.forbidden.connections(), 'the forbidden one never').toBe(0)
    await places.close()
  },
)

listTest('brokers that say they live at forbidden addresses are not visited', async ({ api, team }) => {
  const places = await pairOfPlaces((forbidden) => [
    { host: '127.0.0.2', port: places.allowed.port },
    forbidden,
    { host: '127.0.0.1', port: 22 },
    { host: '169.254.169.254', port: 80 },
  ])
  const endpoint = `endpoints: 127.0.0.2:${places.allowed.port}`
  const text = madeUpPaste('orders', [endpoint, 'security-protocol: PLAINTEXT'])
  const { path, id } = await keep(api, team, text)
  const events = jsonLines(await (await api.post(`${path}/check`, { data: {} })).text())
  const advertised = events.find(({ step, status }) => step === 'advertised' && status === 'failed')
  expect(advertised?.['code'], JSON.stringify(events)).toBe('blocked_by_policy')
  expect(advertised?.['detail']).toContain('3 of 4 brokers')
  expect(await eventsOf(api, team, 'egress.blocked', id)).toBeGreaterThan(0)
  await api.get(`${path}/topics`)
  expect(places.allowed.connections()).toBeGreaterThan(0)
  expect(places.forbidden.connections()).toBe(0)
  await places.close()
})

listTest(
  'an editor who points a profile at a listener of his own gets nothing that was stored',
  async ({ api, team, server, playwright }) => {
    const certificates = makeCertificates()
    const { cert, key } = certificates.good
    const shown: object[] = []
    const speak = broker((asked, socket) => {
      if (asked.key === API_VERSIONS) socket.write(versions(asked))
      if (asked.key === SASL_HANDSHAKE) socket.write(mechanisms(asked))
    })
    const serve = (socket: Parameters<typeof speak>[0]): void => {
      if (socket instanceof TLSSocket) shown.push(socket.getPeerCertificate())
      speak(socket)
    }
    const [ours, his] = await Promise.all(
      [0, 1].map(() => listen(serve, { host: '127.0.0.2', tls: { cert, key } })),
    )
    if (!ours || !his) throw new Error('There are two listeners.')
    const authority = `tls-ca: |-\n    ${certificates.authority.replaceAll('\n', '\n    ')}`
    const at = ({ port }: Listener, ...more: string[]) =>
      madeUpPaste('pointed', [
        `endpoints: 127.0.0.2:${port}`,
        'tls: enabled',
        authority,
        'security-protocol: SSL',
        ...more,
      ])
    const client = { clientCertificate: cert, clientKey: key, verifyHostname: false }
    const profile = await keep(api, team, at(ours), client)
    const editor = await joinTeam(
      api,
      team,
      () =>
        playwright.request.newContext({
          baseURL: server.address,
          extraHTTPHeaders: { origin: server.address },
        }),
      { name: 'Edgar', role: 'editor' },
    )
    await (await editor.api.post(`${profile.path}/check`, { data: {} })).text()
    expect(JSON.stringify(shown), 'the true server is shown the client’s certificate').toContain(
      'fingerprint',
    )
    shown.length = 0

    const servers = [`127.0.0.2:${his.port}`]
    const patched = await editor.api.patch(profile.path, { data: { bootstrapServers: servers } })
    expect(await outcomeOf(patched)).toBe('400 unknown_field')
    await proveBy(editor.api)
    expect(
      await outcomeOf(await editor.api.post(`${profile.path}/reveal`, { data: { field: 'password' } })),
    ).toBe('403 forbidden')
    const version = await editor.api.post(`${profile.path}/versions`, {
      data: { text: at(his, 'password: of-his-own') },
    })
    expect(version.status(), await version.text()).toBe(201)
    const stored = (await version.json()) as { version: number; hasClientCertificate: boolean }
    expect(stored.hasClientCertificate, 'the key is not carried to another server').toBe(false)
    await (await editor.api.post(`${profile.path}/versions/${stored.version}/check`, { data: {} })).text()
    expect(his.connections()).toBeGreaterThan(0)
    expect(shown.filter((certificate) => Object.keys(certificate).length > 0)).toEqual([])
    expect(holdsSecret(his.received(), madeUpPassword('pointed'))).toBe(false)
    await editor.api.dispose()
    await Promise.all([ours.close(), his.close()])
  },
)
