import { mongoMissing } from './mongo-runtime.ts'
import { type SandboxMongo, startMongo } from './start-mongo.ts'

let beside: Promise<SandboxMongo> | null = null

/** mongoBeside gives the MongoDB beside a running sandbox, started at the first question; it ends with this process. Throws where its program was never built. */
export async function mongoBeside(): Promise<SandboxMongo> {
  const missing = mongoMissing()
  if (missing !== null) throw new Error(missing)
  beside ??= startMongo()
  return beside
}
