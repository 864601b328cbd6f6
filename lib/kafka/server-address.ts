export interface ServerAddress {
  readonly host: string
  readonly port: number
}

const FORM = /^(?:\[([^\]]+)\]|([^:]+|.*:.*)):(\d{1,5})$/

/** parseServerAddress splits `host:port`, `[v6]:port` and the bare `v6:port` that some tools print. Null when it is none. */
export function parseServerAddress(text: string): ServerAddress | null {
  const match = FORM.exec(text)
  const host = match?.[1] ?? match?.[2]
  const port = Number(match?.[3])
  return host !== undefined && port >= 1 && port <= 65_535 ? { host, port } : null
}

/** formatServerAddress is the inverse: an IPv6 address gets its brackets. */
export function formatServerAddress({ host, port }: ServerAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}
