import 'server-only'

/** HostUsageError is a wrong option or input of a host command: exit 2. Its message is shown as it is. */
export class HostUsageError extends Error {
  override readonly name = 'HostUsageError'
}

/** What an exit code of a host command says; the same numbers as everywhere in the command line. */
export const hostExit = { good: 0, failed: 1, usage: 2 } as const
export type HostExit = (typeof hostExit)[keyof typeof hostExit]

/** Errors whose message was written for who runs the server, and holds no secret. */
const ownErrors = new Set(['EnvError', 'MasterKeyError', 'EgressRuleError', 'HostUsageError', 'AppError'])

/** explainHostError gives the one sentence, with its advice, that may be printed; drivers' texts may not. */
export function explainHostError(error: unknown): string {
  if (!(error instanceof Error)) return 'something unforeseen failed'
  if (ownErrors.has(error.name)) {
    const advice = 'advice' in error && typeof error.advice === 'string' ? ` ${error.advice}` : ''
    return `${error.message}${advice}`
  }
  // node:util's parseArgs names the option that it does not know; values are not in its messages.
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' || code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') {
    return 'an option is not known or lacks its value (add --help for what is possible)'
  }
  return `the database or the data folder cannot be used (${code})`
}

/** hostExitOf: what can be mended in the options is 2, the rest is 1. */
export function hostExitOf(error: unknown): HostExit {
  if (!(error instanceof Error)) return hostExit.failed
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return error.name === 'HostUsageError' || code === 'bad_request' || code.startsWith('ERR_PARSE_ARGS_')
    ? hostExit.usage
    : hostExit.failed
}
