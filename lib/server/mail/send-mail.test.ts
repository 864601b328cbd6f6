import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterEach, expect, it } from 'vitest'
import { parseEnv } from '#lib/server/base/env.ts'
import { setLogStream } from '#lib/server/base/logger.ts'
import { forgetSingleton, replaceSingleton } from '#lib/server/base/singleton.ts'
import { sendMail } from './send-mail.ts'

const mail = {
  to: 'bob@example.com',
  subject: 'Hello',
  text: 'A link: https://k.example.com/join#token=canary\n',
}
let restoreLog = (): void => undefined
const servers: SMTPServer[] = []
afterEach(async () => {
  restoreLog()
  for (const name of ['env', 'mail']) forgetSingleton(name)
  await Promise.all(servers.splice(0).map((server) => new Promise<void>((done) => server.close(done))))
})

/** A real mail server on loopback, which takes one user's password. */
async function startServer(received: string[]): Promise<number> {
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _, done) => {
      if (username === 'ks' && password === 'right') done(null, { user: username })
      else done(new Error('535 canary'))
    },
    onData: (stream, _, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        received.push(Buffer.concat(chunks).toString())
        done()
      })
    },
  })
  servers.push(server)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return (server.server.address() as AddressInfo).port
}

function configure(smtpUrl: string): string[] {
  const log: string[] = []
  restoreLog = setLogStream({ write: (line) => log.push(line) })
  forgetSingleton('mail')
  const env = { KEYSTREAM_SMTP_URL: smtpUrl, KEYSTREAM_MAIL_FROM: 'keystream@example.com' }
  replaceSingleton('env', parseEnv(env))
  return log
}

it('gives a mail to the configured server, as plain text', async () => {
  const received: string[] = []
  configure(`smtp://ks:right@127.0.0.1:${await startServer(received)}`)
  expect(await sendMail(mail)).toEqual({ sent: true })
  expect(received).toHaveLength(1)
  expect(received[0]).toMatch(/^From: Keystream <keystream@example\.com>\r$/m)
  expect(received[0]).toMatch(/^To: bob@example\.com\r$/m)
  expect(received[0]).toContain('token=canary')
})

it('says what failed in words of its own, and logs neither address nor text nor the server’s answer', async () => {
  const log = configure(`smtp://ks:wrong@127.0.0.1:${await startServer([])}`)
  const result = await sendMail(mail)
  expect(result).toEqual({ sent: false, problem: 'The mail server refused the sign-in.' })
  expect(log.join('')).toContain('mail.failed')
  expect(log.join('')).not.toMatch(/canary|bob@|wrong/)
})

it('gives up on a server that is not there, and does nothing without one', async () => {
  configure('smtp://127.0.0.1:1')
  expect(await sendMail(mail)).toEqual({ sent: false, problem: 'The mail server could not be reached.' })
  configure('')
  expect(await sendMail(mail)).toEqual({ sent: false, problem: null })
})

it('refuses an address that is none, without quoting it', () => {
  expect(() => parseEnv({ KEYSTREAM_SMTP_URL: 'canary' })).toThrow(/KEYSTREAM_SMTP_URL must be/)
  expect(() => parseEnv({ KEYSTREAM_SMTP_URL: 'canary' })).not.toThrow(/canary/)
  expect(() => parseEnv({ KEYSTREAM_OIDC_ISSUER: 'http://canary.example.com' })).toThrow(
    /KEYSTREAM_OIDC_ISSUER must/,
  )
  expect(() => parseEnv({ KEYSTREAM_OIDC_ISSUER: 'https://id.example.com' })).toThrow(
    /KEYSTREAM_OIDC_CLIENT_ID must/,
  )
})
