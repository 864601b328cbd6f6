import { RegistryClient } from './registry-client.ts'
import { type RegistryMessage, unpackRegistry } from './registry-target.ts'

/** More registries at once than one team has. */
const MAX_CLIENTS = 50

const clients = new Map<string, RegistryClient>()

/** registryClientFor gives the client of a registry that this thread keeps, the same one for the same target. */
export function registryClientFor(message: RegistryMessage): RegistryClient {
  const client = clients.get(message.key) ?? new RegistryClient(unpackRegistry(message))
  clients.delete(message.key)
  clients.set(message.key, client)
  const [oldest] = clients.keys()
  if (clients.size > MAX_CLIENTS && oldest !== undefined) clients.delete(oldest)
  return client
}
