import { readdir, readFile, readlink } from 'node:fs/promises'

const ESTABLISHED = '01'

/** brokerSockets counts the open TCP connections of a process to a port (Linux: fd and net/tcp of proc(5)). */
export async function brokerSockets(pid: number, port: number): Promise<number> {
  const remote = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/${pid}/net/${name}`, 'utf8')),
  )
  const inodes = new Set(
    tables
      .flatMap((table) => table.split('\n').slice(1))
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , to = '', state]) => to.endsWith(remote) && state === ESTABLISHED)
      .map((fields) => `socket:[${fields[9]}]`),
  )
  const names = await readdir(`/proc/${pid}/fd`)
  const links = await Promise.all(names.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => '')))
  return links.filter((link) => inodes.has(link)).length
}
