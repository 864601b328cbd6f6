import { createHmac } from 'node:crypto'
import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Browser, type BrowserContextOptions, expect, type Page } from '@playwright/test'
import Provider from 'oidc-provider'
import { SMTPServer } from 'smtp-server'
import { account } from './fixtures.ts'
import type { Server } from './server.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const STEP_MS = 30_000

/** appCode gives the code that an authenticator app shows now for a secret in base32 (RFC 6238). */
export function appCode(secret: string, now = Date.now()): string {
  const bits = Array.from(secret, (c) => ALPHABET.indexOf(c).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(now / STEP_MS)))
  const mac = createHmac('sha1', key).update(counter).digest()
  const number = mac.readUInt32BE((mac.at(-1) ?? 0) & 0xf) & 0x7fff_ffff
  return String(number % 1_000_000).padStart(6, '0')
}

/** setUp makes the first owner of a server. */
export async function setUp(server: Server): Promise<void> {
  const answer = await fetch(`${server.address}/api/setup`, {
    method: 'POST',
    headers: { origin: server.address, 'content-type': 'application/json' },
    body: JSON.stringify({ token: await server.setupToken(), ...account }),
  })
  expect(answer.ok).toBe(true)
}

/** visitor opens a browser of somebody who is not signed in. */
export async function visitor(
  browser: Browser,
  options: BrowserContextOptions,
  address: string,
): Promise<Page> {
  const context = await browser.newContext({ ...options, baseURL: address })
  return context.newPage()
}

/** signInAt fills the sign-in form in. */
export async function signInAt(page: Page, person: { email: string; password: string }): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(person.email)
  await page.getByLabel('Password').fill(person.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** prove answers the dialog that asks who is there. */
export async function prove(page: Page, password: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Is it you?' })
  await dialog.getByLabel('Password').fill(password)
  await dialog.getByRole('button', { name: 'Go on' }).click()
  await expect(dialog).toBeHidden()
}

/** MailServer takes every mail that is sent to it. */
export class MailServer {
  readonly mails: string[] = []
  readonly #server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, _, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        this.mails.push(Buffer.concat(chunks).toString())
        done()
      })
    },
  })

  async start(): Promise<string> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done))
    return `smtp://127.0.0.1:${(this.#server.server.address() as AddressInfo).port}`
  }

  stop(): Promise<void> {
    return new Promise((done) => this.#server.close(done))
  }
}

/** IdentityProvider is a real OpenID Connect provider; whoever signs in there has the claims of `people`. */
export class IdentityProvider {
  readonly people = new Map<string, Record<string, unknown>>()
  readonly #server: HttpServer = createServer()

  /** start listens and gives the address of the issuer. */
  async start(): Promise<string> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** serve begins to answer for one client, whose redirect address is known by now. */
  serve(issuer: string, client: { id: string; secret: string; redirect: string }): void {
    const provider = new Provider(issuer, {
      clients: [
        {
          client_id: client.id,
          client_secret: client.secret,
          redirect_uris: [client.redirect],
          response_types: ['code'],
          grant_types: ['authorization_code'],
        },
      ],
      claims: { openid: ['sub', 'groups'], email: ['email', 'email_verified'], profile: ['name'] },
      cookies: { keys: ['a key of the provider'] },
      findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...this.people.get(id) }) }),
    })
    const handle = provider.callback()
    this.#server.on('request', (request, response) => void handle(request, response))
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((done) => this.#server.close(done))
  }
}
