import type { KafkaTarget } from '#lib/kafka/kafka-target.ts'
import { Secret } from '#lib/shared/secret.ts'
import { type Authority, createAuthority, type IssuedCertificate, issueCertificate } from './certificates.ts'
import { ClusterAdmin } from './cluster-admin.ts'
import type { KafkaNode } from './kafka-node.ts'
import { newUser, type UserRequest } from './new-user.ts'
import { type PasteForm, pasteText } from './paste-text.ts'
import type { PortBlock, PortName } from './port-block.ts'
import { nextRelation } from './relation-numbers.ts'
import type { CertificateKind } from './sandbox-command.ts'
import type { SandboxUser } from './sandbox-user.ts'
import { type FaultListener, type ListenerName, LOOPBACK } from './server-properties.ts'

/** ClientListener: the listeners that a user may be given. */
export type ClientListener = Exclude<ListenerName, 'internal'>

/** AddedUser is a user together with its pastes. */
export interface AddedUser extends SandboxUser {
  /** What get-credentials prints for this user, in the charm's own format. */
  paste(form: PasteForm): string
  /** The same as a target of lib/kafka: a test's short way past the parser. */
  target(listener?: ClientListener): KafkaTarget
}

export interface ClusterParts {
  readonly directory: string
  readonly blocks: readonly PortBlock[]
  readonly nodes: readonly KafkaNode[]
  readonly authority: Authority
  readonly faults: readonly FaultListener[]
  readonly users: readonly SandboxUser[]
  readonly lastRelation: number
  /** Called with the users after each change. */
  readonly onUsers: (users: readonly SandboxUser[], lastRelation: number) => Promise<void>
  /** Ends the nodes and gives back what they used. */
  readonly stop: () => Promise<void>
}

const saslListeners: ReadonlySet<ClientListener> = new Set(['scram', 'elsewhere'])

/** KafkaCluster is a running Kafka: one broker, or three. */
export class KafkaCluster {
  readonly #parts: ClusterParts
  readonly #users = new Map<string, SandboxUser>()
  readonly admin: ClusterAdmin
  #lastRelation: number

  constructor(parts: ClusterParts) {
    this.#parts = parts
    this.#lastRelation = parts.lastRelation
    this.admin = new ClusterAdmin(this.servers('internal'))
    for (const user of parts.users) this.#users.set(user.username, user)
  }

  /** Where data, certificates and logs lie. */
  get directory(): string {
    return this.#parts.directory
  }

  /** The certificate authority of every listener but `otherAuthority`. */
  get caPem(): string {
    return this.#parts.authority.certificatePem
  }

  /** Ports by name, the first node's first. */
  get ports(): readonly Readonly<Record<ListenerName | 'controller' | 'closed', number>>[] {
    return this.#parts.blocks.map((block) => ({
      internal: block.port('internal'),
      controller: block.port('controller'),
      scram: block.port('scram'),
      scramTls: block.port('scramTls'),
      mutualTls: block.port('mutualTls'),
      expired: block.port('expired'),
      otherName: block.port('otherName'),
      otherAuthority: block.port('otherAuthority'),
      elsewhere: block.port('elsewhere'),
      closed: block.port('closed'),
    }))
  }

  /** The fault listeners that are open. */
  get faults(): readonly FaultListener[] {
    return this.#parts.faults
  }

  /** The users that are related now, in the order in which they came. */
  get users(): readonly AddedUser[] {
    return [...this.#users.values()].map((user) => this.#equip(user))
  }

  /** `host:port` of every broker for one listener. */
  servers(listener: PortName): string[] {
    return this.#parts.blocks.map((block) => `${LOOPBACK}:${block.port(listener)}`)
  }

  /** addUser relates one more application: login, ACLs, and the paste that the charm would print. */
  async addUser(request: UserRequest): Promise<AddedUser> {
    const relation = nextRelation(this.#lastRelation, request.role)
    // Before the first await, so that two additions at once get two numbers.
    this.#lastRelation = relation
    const user = await newUser(request, relation, this.#parts.authority)
    await this.admin.grant(user)
    this.#users.set(user.username, user)
    await this.#parts.onUsers([...this.#users.values()], this.#lastRelation)
    return this.#equip(user)
  }

  /** removeUser ends a relation: login and ACLs are gone at once, open connections live on. */
  async removeUser(user: SandboxUser | string): Promise<void> {
    const known = this.#user(user)
    await this.admin.revoke(known)
    this.#users.delete(known.username)
    await this.#parts.onUsers([...this.#users.values()], this.#lastRelation)
  }

  /** rotateUser is what a rotation is with the charm: the relation is removed and made anew under the next number. */
  async rotateUser(user: SandboxUser | string): Promise<AddedUser> {
    const known = this.#user(user)
    await this.removeUser(known)
    const ownPrefix = known.consumerGroupPrefix === `${known.username}-`
    return this.addUser({
      role: known.roles,
      topic: known.topic,
      clientCertificate: known.clientCertificate !== null,
      ...(known.consumerGroupPrefix === null || ownPrefix
        ? {}
        : { consumerGroupPrefix: known.consumerGroupPrefix }),
    })
  }

  /** issueClientCertificate makes one for the mutual TLS listener; no user's rights are bound to it. */
  async issueClientCertificate(name: string, kind: CertificateKind): Promise<IssuedCertificate> {
    const { authority } = this.#parts
    const stranger = kind === 'stranger'
    return issueCertificate({
      authority: stranger ? await createAuthority(authority.directory, `${name}-authority`) : authority,
      expired: kind === 'expired',
      ...{ name, commonName: name, alternativeNames: `DNS:${name}` },
    })
  }

  /** kill ends a broker as a crash does; its data stays. */
  kill(nodeId: number): Promise<void> {
    return this.#node(nodeId).kill()
  }

  /** restart starts a killed broker on its data, and returns when its ports accept again. */
  restart(nodeId: number): Promise<void> {
    return this.#node(nodeId).start()
  }

  /** pause freezes a broker: its sockets stay open and nobody answers. */
  pause(nodeId: number): void {
    this.#node(nodeId).pause()
  }

  resume(nodeId: number): void {
    this.#node(nodeId).resume()
  }

  /** Process ids of the running brokers, for measuring them. */
  get pids(): readonly number[] {
    return this.#parts.nodes.flatMap((node) => (node.pid === null ? [] : [node.pid]))
  }

  stop(): Promise<void> {
    return this.#parts.stop()
  }

  #user(user: SandboxUser | string): SandboxUser {
    const username = typeof user === 'string' ? user : user.username
    const known = this.#users.get(username)
    if (known === undefined) throw new Error(`There is no user ${username}`)
    return known
  }

  #node(nodeId: number): KafkaNode {
    const node = this.#parts.nodes[nodeId - 1]
    if (node === undefined) throw new Error(`There is no node ${nodeId}: nodes count from 1`)
    return node
  }

  #equip(user: SandboxUser): AddedUser {
    return {
      ...user,
      paste: (form) => {
        const listener = form.mutualTls === true ? 'mutualTls' : form.tls ? 'scramTls' : 'scram'
        return pasteText({ user, endpoints: this.servers(listener), authorityPem: this.caPem }, form)
      },
      target: (listener = 'scram') => this.#target(user, listener),
    }
  }

  #target(user: SandboxUser, listener: ClientListener): KafkaTarget {
    const certificate = user.clientCertificate
    const mutual = listener === 'mutualTls'
    const plain = saslListeners.has(listener)
    return {
      bootstrapServers: this.servers(listener),
      securityProtocol: mutual ? 'SSL' : plain ? 'SASL_PLAINTEXT' : 'SASL_SSL',
      saslMechanism: mutual ? null : 'SCRAM-SHA-512',
      username: mutual ? null : user.username,
      password: mutual ? null : new Secret(user.password),
      certificateAuthorityPems: plain ? [] : [this.caPem],
      clientCertificatePem: mutual ? (certificate?.certificatePem ?? null) : null,
      clientKeyPem: mutual && certificate !== null ? new Secret(certificate.keyPem) : null,
      verifyHostname: true,
      egress: { mode: 'list', rules: [{ cidr: `${LOOPBACK}/32`, ports: [{ first: 1, last: 65_535 }] }] },
    }
  }
}
