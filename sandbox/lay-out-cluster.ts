import { mkdir, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type Authority, createAuthority, issueCertificate, openAuthority } from './certificates.ts'
import { formatDataDirectory } from './data-directory.ts'
import type { PortBlock } from './port-block.ts'
import { reservedSuperUsers } from './relation-numbers.ts'
import { type FaultListener, type NodePaths, serverProperties } from './server-properties.ts'

export interface ClusterLayout {
  readonly directory: string
  readonly clusterId: string
  readonly blocks: readonly PortBlock[]
  readonly faults: readonly FaultListener[]
  readonly elsewhere?: string | undefined
  readonly reauthenticateAfterMs?: number | undefined
  readonly properties: Readonly<Record<string, string>>
}

export interface NodeLayout {
  readonly nodeId: number
  readonly directory: string
  readonly propertiesFile: string
}

export interface LaidOutCluster {
  readonly authority: Authority
  readonly nodes: readonly NodeLayout[]
}

/** Names under which a loopback client knows the broker. */
const brokerNames = 'DNS:localhost,IP:127.0.0.1'

const exists = (file: string) =>
  stat(file).then(
    () => true,
    () => false,
  )

async function layOutTls(
  directory: string,
  faults: readonly FaultListener[],
): Promise<{ authority: Authority; keystores: NodePaths['keystores'] }> {
  const brokerBundle = path.join(directory, 'broker.bundle.pem')
  if (await exists(brokerBundle)) {
    // A kept folder is a plain cluster: its fault listeners, if any, are made anew each time.
    const authority = await openAuthority(directory, 'sandbox-ca')
    return { authority, keystores: { broker: brokerBundle, ...(await faultStores(authority, faults)) } }
  }
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const authority = await createAuthority(directory, 'sandbox-ca')
  const [broker, others] = await Promise.all([
    issueCertificate({ authority, name: 'broker', commonName: 'localhost', alternativeNames: brokerNames }),
    faultStores(authority, faults),
  ])
  return { authority, keystores: { broker: broker.bundlePath, ...others } }
}

async function faultStores(
  authority: Authority,
  faults: readonly FaultListener[],
): Promise<Partial<Record<FaultListener, string>>> {
  const common = { authority, commonName: 'localhost', alternativeNames: brokerNames }
  const makers: Readonly<Record<FaultListener, (() => Promise<string>) | null>> = {
    expired: async () => (await issueCertificate({ ...common, name: 'expired', expired: true })).bundlePath,
    otherName: async () => {
      const alternativeNames = 'DNS:kafka-0.example'
      return (await issueCertificate({ ...common, name: 'other-name', alternativeNames })).bundlePath
    },
    otherAuthority: async () => {
      const stranger = await createAuthority(authority.directory, 'stranger-ca')
      return (await issueCertificate({ ...common, authority: stranger, name: 'stranger' })).bundlePath
    },
    elsewhere: null,
  }
  const stores = await Promise.all(
    faults.map(async (fault) => {
      const store = await makers[fault]?.()
      return store === undefined ? [] : [[fault, store] as const]
    }),
  )
  return Object.fromEntries(stores.flat())
}

/** layOutCluster writes all that the nodes start from: certificates, data directories (once), server.properties. */
export async function layOutCluster(layout: ClusterLayout): Promise<LaidOutCluster> {
  const { directory, clusterId, blocks, faults } = layout
  const tls = path.join(directory, 'tls')
  const { authority, keystores } = await layOutTls(tls, faults)
  const nodes = blocks.map(async (_block, i): Promise<NodeLayout> => {
    const nodeId = i + 1
    const nodeDirectory = path.join(directory, `node-${nodeId}`)
    const data = path.join(nodeDirectory, 'data')
    if (!(await exists(data))) await formatDataDirectory(data, { clusterId, nodeId })
    const paths = { data, truststore: path.join(tls, 'sandbox-ca.pem'), keystores }
    const propertiesFile = path.join(nodeDirectory, 'server.properties')
    await writeFile(
      propertiesFile,
      serverProperties({ ...layout, nodeId, paths, superUsers: reservedSuperUsers() }),
    )
    return { nodeId, directory: nodeDirectory, propertiesFile }
  })
  return { authority, nodes: await Promise.all(nodes) }
}
