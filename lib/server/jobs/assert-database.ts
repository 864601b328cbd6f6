import 'server-only'
import { AppError } from '#lib/server/base/app-error.ts'
import { mayNameDatabase } from '#lib/shared/mongo-name.ts'

/** assertDatabase throws `unprocessable` where a database would be named after a topic, and no database can be. */
export function assertDatabase(topic: string, field: string): void {
  if (mayNameDatabase(topic)) return
  throw new AppError({
    code: 'unprocessable',
    field,
    message: `No database can be named after the topic “${topic}”: its name holds a dot, or is longer than 63 bytes.`,
    advice: 'Take a topic without a dot; where records are read from MongoDB, name the database.',
  })
}
