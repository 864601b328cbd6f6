import { type Command, CommanderError } from 'commander'
import { type ExitCode, exitCode, exitCodeOf } from './exit-code.ts'
import { printFailure } from './print-failure.ts'
import { buildProgram, type Job } from './program.ts'
import { Screen } from './screen.ts'

/** After a Ctrl-C the work ends by itself and tells its truth; whoever can't wait presses it again. */
async function runJob(job: Job, { json }: { json?: boolean }): Promise<void> {
  const screen = new Screen({ json: json === true })
  const interrupted = new AbortController()
  const stop = (): void => {
    if (interrupted.signal.aborted) process.exit(exitCode.interrupted)
    interrupted.abort()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  const signal = AbortSignal.any([interrupted.signal, screen.closed])
  const code = await outcomeOf(job, screen, signal, interrupted.signal)
  await screen.flush()
  process.exit(code)
}

async function outcomeOf(
  job: Job,
  screen: Screen,
  signal: AbortSignal,
  interrupted: AbortSignal,
): Promise<ExitCode> {
  try {
    const code = await job(screen, signal)
    // Whoever read our output has enough (`… | head`): that is no failure.
    return screen.closed.aborted && !interrupted.aborted ? exitCode.good : code
  } catch (error) {
    if (interrupted.aborted) return exitCode.interrupted
    if (screen.closed.aborted) return exitCode.good
    printFailure(error, screen)
    return exitCodeOf(error)
  }
}

/** Sub-commands do not inherit it. */
function throwInsteadOfExit(command: Command): void {
  command.exitOverride()
  for (const each of command.commands) throwInsteadOfExit(each)
}

try {
  const program = buildProgram(runJob)
  throwInsteadOfExit(program)
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof CommanderError)) throw error
  process.exitCode = error.exitCode === 0 ? exitCode.good : exitCode.usage
}
