import { execFile } from 'node:child_process'

/** Enough for any tool used here; a tool that says more has gone wrong. */
const MAX_OUTPUT_BYTES = 8 * 1024 * 1024

export interface CommandOptions {
  readonly directory?: string
  /** Added to this process's own. */
  readonly environment?: Readonly<Record<string, string>>
  /** Milliseconds; a tool that hangs must not hang us. */
  readonly timeoutMs: number
}

/**
 * runCommand runs one tool to its end and gives what it printed, standard output before standard error (java says
 * its version on the second). Throws with the tool's last lines when it fails or does not end in time.
 */
export function runCommand(
  program: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      program,
      [...args],
      {
        cwd: options.directory,
        env: options.environment && { ...process.env, ...options.environment },
        timeout: options.timeoutMs,
        maxBuffer: MAX_OUTPUT_BYTES,
      },
      (error, stdout, stderr) => {
        if (error === null) {
          resolve(stdout + stderr)
          return
        }
        const why =
          error.killed === true ? `no end within ${options.timeoutMs} ms` : error.message.split('\n')[0]
        const last = (stdout + stderr).trim().split('\n').slice(-12).join('\n')
        reject(new Error(`${program} failed: ${why}\n${last}`, { cause: error }))
      },
    )
  })
}
