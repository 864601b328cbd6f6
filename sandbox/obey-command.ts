import { startFaultServers } from './fault-servers.ts'
import type { KafkaCluster } from './kafka-cluster.ts'
import { mongoBeside } from './mongo-beside.ts'
import { commandHelp, type SandboxCommand } from './sandbox-command.ts'
import { type FormName, userFacts, userText } from './sandbox-report.ts'

/** Answer goes out as text for people, or as one JSON object on a line for programs. */
export interface Answer {
  readonly text: string
  readonly facts: Readonly<Record<string, unknown>>
}

/** obeyCommand does what a line asked for and says what came of it. Throws when it can't be done. */
export async function obeyCommand(
  command: Exclude<SandboxCommand, { readonly do: 'stop' }>,
  kafka: KafkaCluster,
  names: readonly FormName[],
): Promise<Answer> {
  switch (command.do) {
    case 'add-user': {
      const { role, topic, certificate } = command
      const user = await kafka.addUser({
        ...{ role, clientCertificate: certificate },
        ...(topic === undefined ? {} : { topic }),
      })
      return { text: userText(user, names), facts: { type: 'user', user: userFacts(user) } }
    }
    case 'rotate-user': {
      const user = await kafka.rotateUser(command.username)
      return { text: userText(user, names), facts: { type: 'user', user: userFacts(user) } }
    }
    case 'remove-user':
      await kafka.removeUser(command.username)
      return {
        text: `${command.username} is removed`,
        facts: { type: 'removed', username: command.username },
      }
    case 'paste': {
      const user = kafka.users.find(({ username }) => username === command.username)
      if (user === undefined) throw new Error(`There is no user ${command.username}`)
      const text = user.paste(command.form)
      return { text: text, facts: { type: 'paste', text } }
    }
    case 'create-topic': {
      const { topic, partitions } = command
      const replicationFactor = command.replicas ?? kafka.ports.length
      await kafka.admin.createTopic({ name: topic, partitions, replicationFactor })
      return { text: `${topic} is created`, facts: { type: 'topic', topic, partitions } }
    }
    case 'describe-topic': {
      const { topic, partitions } = await kafka.admin.describeTopic(command.topic)
      const text = partitions.map(({ partition, leader }) => `partition ${partition}  leader ${leader}`)
      return { text: text.join('\n'), facts: { type: 'topic', topic, partitions } }
    }
    case 'certificate': {
      const { certificatePem, keyPem } = await kafka.issueClientCertificate(command.name, command.kind)
      return { text: `${certificatePem}\n${keyPem}`, facts: { type: 'certificate', certificatePem, keyPem } }
    }
    case 'fault-servers': {
      const ports = await startFaultServers(kafka.ports[0]?.scram ?? 0)
      const text = Object.entries(ports).map(([name, port]) => `${name}  127.0.0.1:${port}`)
      return { text: text.join('\n'), facts: { type: 'fault-servers', ports } }
    }
    case 'mongo': {
      const mongo = await mongoBeside()
      const { port } = mongo
      const text = mongo.paste(command.database)
      return { text, facts: { type: 'mongo', port, paste: text } }
    }
    case 'count-documents': {
      const { database, collection } = command
      const count = (await (await mongoBeside()).documents(database, collection)).length
      return { text: String(count), facts: { type: 'documents', count } }
    }
    case 'kill':
    case 'restart':
      await kafka[command.do](command.node)
      return { text: `node ${command.node}: ${command.do} done`, facts: { type: 'done', command } }
    case 'pause':
    case 'resume':
      kafka[command.do](command.node)
      return { text: `node ${command.node}: ${command.do} done`, facts: { type: 'done', command } }
    case 'list': {
      const lines = kafka.users.map(({ username, roles, topic }) => `${username}  ${roles}  ${topic}`)
      return { text: lines.join('\n'), facts: { type: 'users', users: kafka.users.map(userFacts) } }
    }
    case 'help':
      return { text: commandHelp, facts: { type: 'help', text: commandHelp } }
  }
}
