import 'server-only'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** TestMail is one mail to one address, as it was received. */
export interface TestMail {
  readonly to: string
  readonly text: string
}

export interface TestMailServer {
  /** For KEYSTREAM_SMTP_URL. */
  readonly url: string
  readonly mails: TestMail[]
  /** Addresses that are refused. */
  readonly refused: Set<string>
  close(): Promise<void>
}

/** startMailServer starts a real mail server on loopback that keeps what it is given. */
export async function startMailServer(): Promise<TestMailServer> {
  const mails: TestMail[] = []
  const refused = new Set<string>()
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address }, _, done) => {
      done(refused.has(address) ? new Error('no such mailbox') : null)
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        // Long lines come in quoted-printable.
        const text = Buffer.concat(chunks).toString().replaceAll('=\r\n', '').replaceAll('=3D', '=')
        for (const { address } of session.envelope.rcptTo) mails.push({ to: address, text })
        done()
      })
    },
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refused,
    close: () => new Promise((done) => server.close(done)),
  }
}
