import { readFile } from 'node:fs/promises'

/** As much of a failed program's log as tells why. */
const LINES = 15

/** logTail gives a log's last lines, or says that there is none. */
export async function logTail(file: string): Promise<string> {
  try {
    const log = await readFile(file, 'utf8')
    return log.trim().split('\n').slice(-LINES).join('\n')
  } catch {
    return 'It left no log.'
  }
}
