import { randomBytes } from 'node:crypto'
import http from 'node:http'
import type net from 'node:net'
import {
  API_VERSIONS,
  broker,
  int32,
  type Listener,
  listen,
  mechanisms,
  SASL_AUTHENTICATE,
  SASL_HANDSHAKE,
  scramAnswer,
  scramMessage,
  versions,
} from './fake-broker.ts'
import type { Certificates } from './make-certificates.ts'

const SALT = 'QSXCR+Q6sek8bf92'
/** What a hostile server sends into an answer that never ends: far more than may be held. */
const FLOOD = Buffer.alloc(256 * 1024, 'A')
const A_SECOND = 1_000

/** Impostor is a server that is not the broker it is taken for. */
export interface Impostor {
  readonly name: string
  /** The codes that tell it truly. */
  readonly codes: readonly string[]
  readonly start: (certificates: Certificates) => Promise<Listener>
  /** Whether the paste says TLS. */
  readonly tls?: true
  /** A proof made of the password may reach it: it speaks the whole of SCRAM. */
  readonly getsProof?: true
}

/** Speaks Kafka up to the login, and answers each step of it by `login`. */
function loggingIn(login: (step: number, message: string) => string): () => Promise<Listener> {
  return () =>
    listen((socket) => {
      let step = 0
      broker((asked, to) => {
        if (asked.key === API_VERSIONS) to.write(versions(asked))
        if (asked.key === SASL_HANDSHAKE) to.write(mechanisms(asked))
        if (asked.key === SASL_AUTHENTICATE) to.write(scramAnswer(asked, login(step++, scramMessage(asked))))
      })(socket)
    })
}

const nonceOf = (message: string) => /r=([^,]+)/.exec(message)?.[1] ?? ''
const challenge = (iterations: number) => (message: string) =>
  `r=${nonceOf(message)}${randomBytes(8).toString('hex')},s=${SALT},i=${iterations}`

/** Begins an answer of `length` bytes and sends as much as is taken. */
function flood(socket: net.Socket, length: number): void {
  socket.write(int32(length))
  const pour = (): void => {
    while (!socket.destroyed && socket.write(FLOOD));
  }
  socket.on('drain', pour)
  pour()
}

const overTls = (pick: (certificates: Certificates) => Certificates['good']) => (all: Certificates) =>
  listen(
    broker((asked, socket) => {
      if (asked.key === API_VERSIONS) socket.write(versions(asked))
      if (asked.key === SASL_HANDSHAKE) socket.write(mechanisms(asked, 'PLAIN'))
    }),
    { tls: pick(all) },
  )

export const impostors: readonly Impostor[] = [
  {
    name: 'offers PLAIN only',
    codes: ['broker_mechanism_unsupported'],
    start: () =>
      listen(
        broker((asked, socket) => {
          if (asked.key === API_VERSIONS) socket.write(versions(asked))
          if (asked.key === SASL_HANDSHAKE) socket.write(mechanisms(asked, 'PLAIN'))
        }),
      ),
  },
  {
    name: 'asks for one round of hashing',
    codes: ['broker_login_unsafe'],
    start: loggingIn((_, message) => challenge(1)(message)),
  },
  {
    name: 'asks for two thousand million rounds',
    codes: ['broker_login_unsafe'],
    start: loggingIn((_, message) => challenge(2_147_483_647)(message)),
  },
  {
    name: 'answers another nonce',
    codes: ['broker_login_unsafe'],
    start: loggingIn(() => `r=another,s=${SALT},i=4096`),
  },
  {
    name: 'signs wrongly',
    codes: ['broker_login_unsafe'],
    getsProof: true,
    start: loggingIn((step, message) =>
      step === 0 ? challenge(4096)(message) : `v=${randomBytes(64).toString('base64')}`,
    ),
  },
  {
    name: 'begins a frame of 2 GiB',
    codes: ['broker_not_kafka'],
    start: () => listen(broker((_, socket) => flood(socket, 2_147_483_647))),
  },
  {
    name: 'answers a hundred megabytes before the login',
    codes: ['broker_not_kafka', 'broker_auth_interrupted'],
    start: () =>
      listen(
        broker((asked, socket) => {
          if (asked.key === API_VERSIONS) socket.write(versions(asked))
          else flood(socket, 100 * 1024 * 1024)
        }),
      ),
  },
  {
    name: 'logs in as before Kafka 1.0, without an end',
    codes: ['broker_not_kafka', 'broker_auth_interrupted'],
    start: () =>
      listen((socket) => {
        let raw = false
        socket.on('data', () => raw && flood(socket, 2_147_483_647))
        broker((asked, to) => {
          if (raw) return
          if (asked.key === API_VERSIONS)
            to.write(versions(asked, { [SASL_HANDSHAKE]: 0, [API_VERSIONS]: 2 }))
          if (asked.key !== SASL_HANDSHAKE) return
          to.write(mechanisms(asked))
          // The look before the login asks in version 1; the login itself in the one that was offered.
          raw = asked.version === 0
        })(socket)
      }),
  },
  {
    name: 'drips a byte a second',
    codes: ['broker_not_kafka', 'broker_timeout', 'deadline'],
    start: () =>
      listen(
        broker((asked, socket) => {
          const answer = versions(asked)
          let at = 0
          const timer = setInterval(() => {
            if (socket.destroyed || at >= answer.length) clearInterval(timer)
            else socket.write(answer.subarray(at, ++at))
          }, A_SECOND)
          socket.once('close', () => clearInterval(timer))
        }),
      ),
  },
  {
    name: 'talks garbage',
    codes: ['broker_not_kafka', 'broker_wrong_protocol'],
    start: () => listen((socket) => socket.write(randomBytes(64 * 1024).fill(0x7f, 0, 1))),
  },
  {
    name: 'is a web server',
    codes: ['broker_not_kafka', 'broker_wrong_protocol'],
    start: async () => {
      const web = http.createServer((_, response) => response.end('<h1>hello</h1>'))
      return listen((socket) => web.emit('connection', socket))
    },
  },
  {
    name: 'has a certificate for another name',
    codes: ['broker_tls_name_mismatch'],
    tls: true,
    start: overTls(({ otherName }) => otherName),
  },
  {
    name: 'has a certificate that has expired',
    codes: ['broker_tls_expired'],
    tls: true,
    start: overTls(({ expired }) => expired),
  },
  {
    name: 'has a certificate of another authority',
    codes: ['broker_tls_unknown_ca'],
    tls: true,
    start: overTls(({ otherAuthority }) => otherAuthority),
  },
]
