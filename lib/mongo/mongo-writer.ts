import { setTimeout as wait } from 'node:timers/promises'
import { BSON, type Collection, MongoBulkWriteError, type MongoClient, type WriteError } from 'mongodb'
import { assertDatabase } from './assert-database.ts'
import { connectMongo } from './connect-mongo.ts'
import { countOurs } from './count-ours.ts'
import { documentFault, hopelessFailure, MongoAccessError, troubleWords } from './mongo-error.ts'
import type { MongoTarget } from './mongo-target.ts'
import type { TestDocument } from './test-document.ts'

const DUPLICATE_KEY = 11_000
/** An election in a replica set is over within its ten seconds. */
const PATIENCE_MS = 60_000
const FIRST_PAUSE_MS = 250
const MAX_PAUSE_MS = 5_000
const START_AGAIN = 'Look after it, then start again.'

export interface MongoWriterOptions {
  /** What a person can do when MongoDB stays away while documents are on their way to it. */
  readonly adviceWhenAway?: string
}

export interface InsertOptions {
  readonly signal: AbortSignal
  /** Is told why a write will be tried again. */
  readonly onRetry?: (words: string) => void
}

export interface InsertOutcome {
  readonly inserted: number
  /** Of which one with the same `_id` was there already. */
  readonly present: number
  readonly refused: readonly { readonly index: number; readonly why: string }[]
}

/** MongoWriter inserts documents into one database, over one connection that it makes anew when it breaks. */
export class MongoWriter {
  readonly #target: MongoTarget
  readonly #database: string
  readonly #adviceWhenAway: string
  #client: MongoClient | null = null

  constructor(
    target: MongoTarget,
    database: string,
    { adviceWhenAway = START_AGAIN }: MongoWriterOptions = {},
  ) {
    this.#target = target
    this.#database = database
    this.#adviceWhenAway = adviceWhenAway
  }

  /** connect logs in once, so that a job with wrong credentials fails before it reads. Throws as insert does. */
  async connect(signal: AbortSignal): Promise<void> {
    assertDatabase(this.#database)
    try {
      this.#client = await connectMongo(this.#target, signal)
    } catch (error) {
      signal.throwIfAborted()
      throw hopelessFailure(error) ?? unreachable(error, START_AGAIN)
    }
  }

  /**
   * insert writes documents in any order, each at most once by its `_id`. Tries again for a minute when MongoDB is away;
   * what a broken try had written is told from what was there before. A document that MongoDB will never take is refused
   * at once, and the others are written. Throws MongoAccessError.
   */
  insert(
    collection: string,
    documents: readonly TestDocument[],
    options: InsertOptions,
  ): Promise<InsertOutcome> {
    return this.#insert(collection, documents, { ...options, again: false })
  }

  async #insert(
    collection: string,
    documents: readonly TestDocument[],
    { signal, onRetry, again }: InsertOptions & { readonly again: boolean },
  ): Promise<InsertOutcome> {
    const until = performance.now() + PATIENCE_MS
    for (let tries = 1; ; tries++) {
      let connected = false
      try {
        this.#client ??= await connectMongo(this.#target, signal)
        connected = true
        // Who closed the writer meanwhile wants no more written.
        signal.throwIfAborted()
        const into = this.#client.db(this.#database).collection<TestDocument>(collection)
        return await insertOnce(into, documents, again || tries > 1)
      } catch (error) {
        if (signal.aborted) await this.close()
        signal.throwIfAborted()
        const fault = connected ? documentFault(error) : null
        if (fault !== null && documents.length === 1)
          return {
            inserted: 0,
            present: 0,
            refused: [{ index: 0, why: isTooLarge(documents) ? TOO_LARGE : fault }],
          }
        if (fault !== null)
          return this.#insertHalves(collection, documents, {
            ...{ signal, again: again || tries > 1 },
            ...(onRetry && { onRetry }),
          })
        await this.close()
        const hopeless = hopelessFailure(error)
        if (hopeless) throw hopeless
        if (performance.now() > until) throw unreachable(error, this.#adviceWhenAway)
        onRetry?.(troubleWords(error))
        await wait(Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tries - 1)), undefined, { signal })
      }
    }
  }

  /** One of the documents keeps the others from being written: it is found by halves, in some twenty writes of a thousand. */
  async #insertHalves(
    collection: string,
    documents: readonly TestDocument[],
    options: InsertOptions & { readonly again: boolean },
  ): Promise<InsertOutcome> {
    const middle = Math.ceil(documents.length / 2)
    const first = await this.#insert(collection, documents.slice(0, middle), options)
    const second = await this.#insert(collection, documents.slice(middle), options)
    return {
      inserted: first.inserted + second.inserted,
      present: first.present + second.present,
      refused: [
        ...first.refused,
        ...second.refused.map(({ index, why }) => ({ index: middle + index, why })),
      ],
    }
  }

  /** close ends the connection; what is on its way breaks. */
  async close(): Promise<void> {
    const client = this.#client
    this.#client = null
    await client?.close().catch(() => undefined)
  }
}

const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024
const TOO_LARGE = 'it is larger than the 16 MB that MongoDB takes'

function isTooLarge([document]: readonly TestDocument[]): boolean {
  try {
    return document !== undefined && BSON.calculateObjectSize(document) >= MAX_DOCUMENT_BYTES
  } catch {
    return false
  }
}

async function insertOnce(
  collection: Collection<TestDocument>,
  documents: readonly TestDocument[],
  again: boolean,
): Promise<InsertOutcome> {
  try {
    await collection.insertMany([...documents], { ordered: false })
    return { inserted: documents.length, present: 0, refused: [] }
  } catch (error) {
    if (!(error instanceof MongoBulkWriteError)) throw error
    const failures: readonly WriteError[] = [error.writeErrors].flat()
    if (failures.length === 0) throw error
    const there = failures.filter(({ code }) => code === DUPLICATE_KEY).map(({ index }) => index)
    const refused = failures
      .filter(({ code }) => code !== DUPLICATE_KEY)
      .map(({ index, code }) => ({ index, why: `error ${code}` }))
    const ours = again
      ? await countStored(
          collection,
          there.map((index) => documents[index]),
        )
      : 0
    return {
      inserted: documents.length - failures.length + ours,
      present: there.length - ours,
      refused,
    }
  }
}

async function countStored(
  collection: Collection<TestDocument>,
  documents: readonly (TestDocument | undefined)[],
): Promise<number> {
  const known = documents.filter((one) => one !== undefined)
  const found = await collection
    .find({ _id: { $in: known.map(({ _id }) => _id) } }, { projection: { timestamp: 1 } })
    .toArray()
  return countOurs(known, found)
}

function unreachable(cause: unknown, advice: string): MongoAccessError {
  return new MongoAccessError(
    {
      code: 'unavailable',
      message: `MongoDB was tried for a minute: ${troubleWords(cause)}.`,
      advice,
    },
    cause,
  )
}
