import 'server-only'
import { createTransport, type Transporter } from 'nodemailer'
import { getEnv } from '#lib/server/base/env.ts'
import { logger } from '#lib/server/base/logger.ts'
import { singleton } from '#lib/server/base/singleton.ts'
import { openSecret } from '#lib/shared/secret.ts'

export interface Mail {
  readonly to: string
  readonly subject: string
  /** Plain text: there is nothing in our mails that needs more, and nothing to be hidden in it. */
  readonly text: string
}

/** MailResult tells whether the mail server took it; `problem` is a word for why not, never the server's own text. */
export type MailResult = { readonly sent: true } | { readonly sent: false; readonly problem: string | null }

/** Somebody waits for the answer, and the link can be shown instead. */
const CONNECT_MS = 5_000
const WHOLE_MS = 10_000

/** canMail tells whether a mail server is configured. */
export function canMail(): boolean {
  return getEnv().smtpUrl !== undefined
}

/**
 * sendMail gives a mail to the configured server, within ten seconds. Never throws: without a server `problem` is null,
 * else it says what failed, and the caller shows what it wanted to send. The log names neither address nor text.
 */
export async function sendMail(mail: Mail): Promise<MailResult> {
  const { mailFrom } = getEnv()
  const transport = mailTransport()
  if (!transport) return { sent: false, problem: null }
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    late.reject(Object.assign(new Error('late'), { code: 'ETIMEDOUT' }))
  }, WHOLE_MS)
  try {
    const message = {
      from: { name: 'Keystream', address: mailFrom },
      to: { name: '', address: mail.to },
      subject: mail.subject,
      text: mail.text,
      disableFileAccess: true,
      disableUrlAccess: true,
    }
    await Promise.race([transport.sendMail(message), late.promise])
    return { sent: true }
  } catch (error) {
    const problem = problemOf(error)
    logger.warn('mail.failed', { problem })
    return { sent: false, problem }
  } finally {
    clearTimeout(timer)
  }
}

function mailTransport(): Transporter | null {
  return singleton('mail', () => {
    const { smtpUrl } = getEnv()
    if (!smtpUrl) return null
    return createTransport({
      url: openSecret(smtpUrl),
      connectionTimeout: CONNECT_MS,
      greetingTimeout: CONNECT_MS,
      socketTimeout: WHOLE_MS,
      logger: false,
    })
  })
}

const problems: Readonly<Record<string, string>> = {
  EAUTH: 'The mail server refused the sign-in.',
  EENVELOPE: 'The mail server refused the address.',
  EMESSAGE: 'The mail server refused the message.',
  ETLS: 'The mail server’s certificate could not be checked.',
  ESOCKET: 'The mail server could not be reached.',
  ECONNECTION: 'The mail server could not be reached.',
  EDNS: 'The mail server’s name could not be resolved.',
  ETIMEDOUT: 'The mail server did not answer in time.',
}

/** A mail server's own text may quote addresses and credentials. */
function problemOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return problems[code] ?? 'The mail server did not take the mail.'
}
