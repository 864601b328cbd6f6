import type { ErrorCode } from '#lib/shared/error-code.ts'

/** What the command line can do where a page would offer a button or a field. */
const options: Partial<Record<ErrorCode, string>> = {
  broker_tls_name_mismatch:
    'Reach the broker by one of these names, or verify the authority but not the name: --no-verify-hostname',
  broker_tls_unknown_ca:
    'Give the authority that signed it: --ca FILE, or paste the credentials with their tls-ca.',
  broker_tls_client_certificate_required:
    'Give a client certificate with its key: --client-cert FILE --client-key FILE',
}

/** optionFor gives the advice for this command line's users where it differs from the pages'. */
export function optionFor(code: string | undefined): string | undefined {
  return code === undefined ? undefined : options[code as ErrorCode]
}
