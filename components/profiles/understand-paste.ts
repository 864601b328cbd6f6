import { maskCredentials } from '#lib/credentials/mask-credentials.ts'
import { parseCredentials } from '#lib/credentials/parse-credentials.ts'
import type { CredentialFacts, ParseAnswer } from '#lib/shared/credential.ts'
import { productName } from './product-name.ts'

const nothing: ParseAnswer = { products: [], issues: [], units: [] }

/** understandPaste reads a paste in the browser, with the very function that the server uses; no secret is in the answer. */
export function understandPaste(text: string): ParseAnswer {
  return text.trim() === '' ? nothing : maskCredentials(parseCredentials(text))
}

/** sayUnderstood puts an answer into one sentence, for those who listen while they type. */
export function sayUnderstood(answer: ParseAnswer): string {
  if (answer === nothing) return ''
  const products = answer.products.map(sayProduct)
  const errors = answer.issues.filter((issue) => issue.severity === 'error').length
  const warnings = answer.issues.filter((issue) => issue.severity === 'warning').length
  const counts = [errors > 0 && count(errors, 'error'), warnings > 0 && count(warnings, 'warning')].filter(
    Boolean,
  )
  return [
    products.length > 0 ? `Understood: ${products.join('; ')}.` : 'No credentials in this text.',
    counts.length > 0 ? `${counts.join(', ')}.` : '',
  ]
    .join(' ')
    .trim()
}

function sayProduct(facts: CredentialFacts): string {
  if (facts.product !== 'kafka') return productName(facts.product)
  return [
    `Kafka, ${count(facts.bootstrapServers.length, 'server')}`,
    facts.securityProtocol,
    facts.topic === null ? null : `topic ${facts.topic}`,
  ]
    .filter((part) => part !== null)
    .join(', ')
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`
}
