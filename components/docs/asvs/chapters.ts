import type { AsvsChapter } from './asvs-row.ts'
import { authentication } from './authentication.ts'
import { authorization } from './authorization.ts'
import { configuration } from './configuration.ts'
import { cryptography } from './cryptography.ts'
import { data } from './data.ts'
import { logging } from './logging.ts'
import { sessions } from './sessions.ts'

/** asvsChapters: OWASP ASVS 5.0.0, every requirement of levels 1 and 2 of these chapters. */
export const asvsChapters: readonly AsvsChapter[] = [
  { number: 6, title: 'Authentication', rows: authentication },
  { number: 7, title: 'Session management', rows: sessions },
  { number: 8, title: 'Authorization', rows: authorization },
  { number: 11, title: 'Cryptography', rows: cryptography },
  { number: 13, title: 'Configuration', rows: configuration },
  { number: 14, title: 'Data protection', rows: data },
  { number: 16, title: 'Security logging and error handling', rows: logging },
]
