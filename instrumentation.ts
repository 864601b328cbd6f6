/** register is called by Next once, when a server starts; never for `next build`. */
export async function register(): Promise<void> {
  // biome-ignore lint/style/noProcessEnv: Next replaces exactly this expression when it builds for another runtime.
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { startServer } = await import('./instrumentation-node.ts')
  await startServer()
}
