import type { Command } from 'commander'
import type { JobsOptions } from './commands/jobs-command.ts'
import * as values from './option-values.ts'
import type { StartJob } from './program.ts'

type Options = JobsOptions & { json?: boolean }

/** addJobsCommand describes what looks at, starts and ends jobs of a server; the token comes from the environment. */
export function addJobsCommand(program: Command, start: StartJob): void {
  const load = () => import('./commands/jobs-command.ts')
  const jobs = program
    .command('jobs')
    .description('list, show, start, cancel, follow jobs of a server')
    .configureHelp({ showGlobalOptions: true })
    .option('--server <url>', 'the server; default: KEYSTREAM_SERVER')
    .option('--team <name>', 'name or id, to be sure that the token is of this team')
    .option('--json', 'JSON lines, as in a pipe')
    .addHelpText('after', '\nThe API token comes from KEYSTREAM_TOKEN; it needs the scope jobs.')
  jobs
    .command('list', { isDefault: true })
    .description('the newest jobs, one a line')
    .option('-n, --limit <number>', 'how many at most', values.wholeNumber(1, 10_000), 20)
    .option('--profile <id>', 'only of this profile')
    .option('--state <list>', 'only in these states: running,failed')
    .action((_: object, self: Command) => {
      const options = piped(
        self.optsWithGlobals<Options & { limit: number; profile?: string; state?: string }>(),
      )
      return start(async (screen, signal) => (await load()).listJobs(options, screen, signal), options)
    })
  jobs
    .command('show <job>')
    .description('one job: what it does, how far it is, how it ended')
    .action((job: string, _: object, self: Command) => {
      const options = piped(self.optsWithGlobals<Options>())
      return start(async (screen, signal) => (await load()).showJob(job, options, screen, signal), options)
    })
  jobs
    .command('start <file>')
    .description('start a job: {"kind", "profile", "spec"} as JSON; - reads standard input')
    .option('--follow', 'and follow it to its end')
    .action((file: string, _: object, self: Command) => {
      const options = piped(self.optsWithGlobals<Options & { follow?: boolean }>())
      return start(async (screen, signal) => (await load()).startJob(file, options, screen, signal), options)
    })
  jobs
    .command('cancel <job>')
    .description('ask the server to stop a job; one that has ended stays as it is')
    .action((job: string, _: object, self: Command) => {
      const options = piped(self.optsWithGlobals<Options>())
      return start(async (screen, signal) => (await load()).cancelJob(job, options, screen, signal), options)
    })
  jobs
    .command('follow <job>')
    .description('print what happens until the job ends; Ctrl-C stops following, not the job')
    .addHelpText('after', '\nExit: 0 when the job succeeded, 1 when it failed, was cancelled or interrupted.')
    .action((job: string, _: object, self: Command) => {
      const options = piped(self.optsWithGlobals<Options>())
      return start(async (screen, signal) => (await load()).followJob(job, options, screen, signal), options)
    })
}

/** A program reads JSON; tables are for people. */
function piped<T extends { json?: boolean }>(options: T): T {
  return { ...options, json: options.json === true || !process.stdout.isTTY }
}
