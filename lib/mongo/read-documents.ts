import { setTimeout as wait } from 'node:timers/promises'
import type { MongoClient } from 'mongodb'
import { assertDatabase } from './assert-database.ts'
import { connectMongo } from './connect-mongo.ts'
import { filterAfter, readDocumentId } from './document-id.ts'
import { documentJson } from './document-json.ts'
import { hopelessFailure, MongoAccessError, troubleWords } from './mongo-error.ts'
import type { MongoTarget } from './mongo-target.ts'

/** So many come at once, of 16 MB at most: MongoDB ends an answer there. */
const BATCH = 500
/** An election in a replica set is over within its ten seconds. */
const PATIENCE_MS = 60_000
const FIRST_PAUSE_MS = 250
const MAX_PAUSE_MS = 5_000

export interface ReadDocumentsOptions {
  readonly database: string
  readonly collection: string
  /** The `_id` after which to begin, as Extended JSON. */
  readonly after?: string | undefined
  readonly limit?: number | undefined
  readonly signal: AbortSignal
  /** Is told why the reading goes on anew. */
  readonly onRetry?: (words: string) => void
}

export interface FoundDocument {
  readonly id: unknown
  readonly json: string
}

/**
 * readDocuments gives a collection's documents in the order of `_id`, a few hundred in memory. When MongoDB breaks off, or
 * has forgotten a cursor that was used slowly, it goes on after the last one given, for a minute. Throws
 * MongoAccessError, or the signal's reason.
 */
export async function* readDocuments(
  target: MongoTarget,
  options: ReadDocumentsOptions,
): AsyncGenerator<FoundDocument> {
  const { database, collection, signal, onRetry, limit = Number.POSITIVE_INFINITY } = options
  assertDatabase(database)
  let last = options.after === undefined ? null : { id: readDocumentId(options.after) }
  let given = 0
  let tries = 0
  let until = performance.now() + PATIENCE_MS
  for (;;) {
    let client: MongoClient | null = null
    try {
      client = await connectUnlessAborted(target, signal)
      const cursor = client
        .db(database)
        .collection(collection)
        .find(last === null ? {} : filterAfter(last.id), {
          ...{ sort: { _id: 1 }, batchSize: BATCH, signal },
          ...(limit !== Number.POSITIVE_INFINITY && { limit: limit - given }),
        })
      for await (const document of cursor) {
        const json = documentJson(document, given)
        last = { id: document._id }
        given++
        tries = 0
        yield { id: document._id, json }
        if (given >= limit) return
      }
      return
    } catch (error) {
      signal.throwIfAborted()
      const hopeless = hopelessFailure(error, 'read')
      if (hopeless) throw hopeless
      if (tries++ === 0) until = performance.now() + PATIENCE_MS
      const words = troubleWords(error)
      if (performance.now() > until) throw gone(words, error)
      onRetry?.(words)
    } finally {
      await client?.close().catch(() => undefined)
    }
    await wait(Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tries - 1)), undefined, { signal })
  }
}

/** A cancel does not wait for a server that does not answer. */
async function connectUnlessAborted(target: MongoTarget, signal: AbortSignal): Promise<MongoClient> {
  const connecting = connectMongo(target, signal)
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const giveUp = () => reject(new DOMException('Cancelled', 'AbortError'))
  signal.addEventListener('abort', giveUp, { once: true })
  try {
    return await Promise.race([connecting, aborted])
  } catch (error) {
    connecting.then((late) => late.close()).catch(() => undefined)
    throw error
  } finally {
    signal.removeEventListener('abort', giveUp)
  }
}

function gone(words: string, cause: unknown): MongoAccessError {
  return new MongoAccessError(
    {
      code: 'unavailable',
      message: `MongoDB was tried for a minute: ${words}.`,
      advice: 'Look after it, then resume the job: it goes on after the last document that was written.',
    },
    cause,
  )
}
