import { mayNameDatabase } from '#lib/shared/mongo-name.ts'
import { MongoAccessError } from './mongo-error.ts'

/** assertDatabase throws a MongoAccessError for a name that no database can have, as topics with a dot have it. */
export function assertDatabase(name: string): void {
  if (mayNameDatabase(name)) return
  throw new MongoAccessError({
    code: 'unprocessable',
    message:
      'MongoDB has no database named after this topic: its name holds a dot, or is longer than 63 bytes.',
    advice: 'Take a topic without a dot; where records are read from MongoDB, name the database.',
  })
}
