/** ChainLink is what may be read of one error of a cause chain. Texts are for matching, never for showing. */
export interface ChainLink {
  readonly name: string
  readonly message: string
  readonly code: string | number | undefined
  readonly type: string | undefined
  readonly broker: string | undefined
  readonly reason: string | undefined
  /** Set by Connection: did it fail while connecting, or later? */
  readonly phase: string | undefined
  /** The names in the certificate that Node refused, in its own form: `DNS:a, IP Address:1.2.3.4`. */
  readonly certificateNames: string | undefined
}

// A chain of causes is short; a cycle in it must not hang the translator.
const MAX_DEPTH = 10

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined)

function linkOf(error: object): ChainLink {
  const fields = error as Record<string, unknown>
  const { code } = fields
  return {
    name: textOf(fields.name) ?? '',
    message: textOf(fields.message) ?? '',
    code: typeof code === 'number' ? code : textOf(code),
    type: textOf(fields.type),
    broker: textOf(fields.broker),
    reason: textOf(fields.reason),
    phase: textOf(fields.phase),
    certificateNames: textOf((fields.cert as { subjectaltname?: unknown } | undefined)?.subjectaltname),
  }
}

/** errorChain lists an error and its causes, outermost first. kafkajs hides the telling one deep inside. */
export function errorChain(error: unknown): ChainLink[] {
  const links: ChainLink[] = []
  let current: unknown = error
  while (typeof current === 'object' && current !== null && links.length < MAX_DEPTH) {
    links.push(linkOf(current))
    const { cause, originalError } = current as { cause?: unknown; originalError?: unknown }
    current = cause ?? originalError
  }
  return links
}
