/**
 * serverFlags are Node's flags for the server's process. A viewer's bytes pass through as short-lived objects; V8 lets
 * the space for those grow to 16 MB a half, in every thread, before it looks. With 4 MB a scan of ten million records
 * takes a third of the memory and no more time.
 */
export const serverFlags: readonly string[] = ['--max-semi-space-size=4']
