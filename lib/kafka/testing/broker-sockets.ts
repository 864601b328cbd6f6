import { readFile } from 'node:fs/promises'

const ESTABLISHED = '01'
const CLOSE_WAIT = '08'

/** brokerSockets counts what a server on this machine holds open at a port: connected, or left but not closed yet. */
export async function brokerSockets(port: number): Promise<number> {
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((table) => readFile(`/proc/net/${table}`, 'utf8').catch(() => '')),
  )
  const local = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  return tables
    .flatMap((table) => table.split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter(
      ([, address, , state]) => address?.endsWith(local) && (state === ESTABLISHED || state === CLOSE_WAIT),
    ).length
}
