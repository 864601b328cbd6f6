import 'server-only'
import { setLogStream } from '#lib/server/base/logger.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import { hostCommands } from './host-commands.ts'
import { explainHostError, HostUsageError, hostExitOf } from './host-error.ts'

/**
 * The entry of `node --conditions=react-server lib/server/host/main.ts <command> [options]`, which `bin` starts as a
 * child: the command line itself never imports the server. Settings come from KEYSTREAM_… in the environment.
 */
async function main([name = '', ...args]: readonly string[]): Promise<void> {
  // Standard output is the command's answer.
  setLogStream(process.stderr)
  try {
    const load = hostCommands[name]
    if (!load) throw new HostUsageError('there is no such command')
    process.exitCode = await (await load()).run(args)
  } catch (error) {
    process.stderr.write(`keystream: ${explainHostError(error)}\n`)
    process.exitCode = hostExitOf(error)
  } finally {
    await getDatabase()
      .destroy()
      .catch(() => undefined)
  }
}

await main(process.argv.slice(2))
