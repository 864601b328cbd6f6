import { z } from 'zod'

/** MongoDB's own bounds: a database's name becomes a file's. */
const MAX_DATABASE_BYTES = 63
const NOT_IN_DATABASE = /[/\\. "$*<>:|?\0]/
/** A database and its collection together have at most 255 bytes. */
const MAX_COLLECTION = 180

/** mayNameDatabase tells whether MongoDB takes a name for a database; not every topic's is one. */
export function mayNameDatabase(name: string): boolean {
  return (
    name !== '' && new TextEncoder().encode(name).length <= MAX_DATABASE_BYTES && !NOT_IN_DATABASE.test(name)
  )
}

export const DatabaseNameSchema = z
  .string()
  .refine(
    mayNameDatabase,
    `A database’s name has 1 to ${MAX_DATABASE_BYTES} bytes, without dots, blanks and / \\ " $ * < > : | ?.`,
  )

export const CollectionNameSchema = z
  .string()
  .min(1, 'Name the collection.')
  .max(MAX_COLLECTION)
  .refine(
    (name) => !/[$\0]/.test(name) && !name.startsWith('system.'),
    'It holds no $, and begins not with system.',
  )
