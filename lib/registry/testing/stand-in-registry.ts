import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

interface StandInSchema {
  readonly schema: string
  readonly schemaType?: 'AVRO' | 'PROTOBUF' | 'JSON'
  readonly references?: readonly {
    readonly name: string
    readonly subject: string
    readonly version: number
  }[]
}

export interface StandInRegistry {
  readonly url: string
  /** Paths in the order in which they were asked for, with the login that came along. */
  readonly asked: { readonly path: string; readonly authorization: string | undefined }[]
  close(): Promise<void>
}

export interface StandInOptions {
  readonly ids?: Readonly<Record<number, StandInSchema>>
  readonly subjects?: Readonly<Record<string, StandInSchema>>
  /** The login that it wants; by default none. */
  readonly authorization?: string
  /** Answers instead of it, for a registry that misbehaves. */
  readonly answer?: (request: IncomingMessage, response: ServerResponse) => void
}

/**
 * startStandInRegistry is not a schema registry but answers as one: the three reading paths of Confluent's HTTP
 * interface, with the statuses and error bodies that Karapace gives.
 */
export async function startStandInRegistry(options: StandInOptions = {}): Promise<StandInRegistry> {
  const asked: StandInRegistry['asked'] = []
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    asked.push({ path, authorization: request.headers.authorization })
    if (options.answer) return options.answer(request, response)
    if (options.authorization !== undefined && request.headers.authorization !== options.authorization)
      return send(response, 401, { error_code: 40101, message: 'Unauthorized' })
    if (path === '/subjects') return send(response, 200, Object.keys(options.subjects ?? {}))
    const id = /^\/schemas\/ids\/(\d+)$/.exec(path)?.[1]
    const subject = /^\/subjects\/([^/]+)\/versions\/\d+$/.exec(path)?.[1]
    const found =
      id === undefined ? options.subjects?.[decodeURIComponent(subject ?? '')] : options.ids?.[Number(id)]
    if (found) send(response, 200, found)
    else send(response, 404, { error_code: 40403, message: 'Schema not found' })
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await promise
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: () => {
      const closed = Promise.withResolvers<void>()
      server.close(() => closed.resolve())
      server.closeAllConnections()
      return closed.promise
    },
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/vnd.schemaregistry.v1+json' })
  response.end(JSON.stringify(body))
}
