import 'server-only'
import type { HostExit } from './host-error.ts'

/** HostCommand is what runs beside the server, on its host and with its environment: it opens the database itself. */
export interface HostCommand {
  /** Options as they stand after the command's name; gives the exit code, or throws what explainHostError explains. */
  run(args: readonly string[]): Promise<HostExit>
}

/** hostCommands by the name that `bin` hands over: noun and verb, as the file is called. */
export const hostCommands: Readonly<Record<string, () => Promise<HostCommand>>> = {
  'audit-verify': () => import('./audit-verify.ts'),
  'audit-checkpoint': () => import('./audit-checkpoint.ts'),
  'keys-rotate': () => import('./keys-rotate.ts'),
  'keys-status': () => import('./keys-status.ts'),
  'owner-create': () => import('./owner-create.ts'),
  'owner-reset': () => import('./owner-reset.ts'),
}
