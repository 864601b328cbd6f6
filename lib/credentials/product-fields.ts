import type { ParseIssue, Product } from '#lib/shared/credential.ts'
import { Secret } from '#lib/shared/secret.ts'
import { fieldName, isKnownField, isPublicField } from './field-names.ts'
import type { Output } from './find-outputs.ts'
import { type IssueCode, makeIssue } from './make-issue.ts'
import type { PasteEntry, PasteNode } from './paste-node.ts'
import { isPlaceholder, isShortened } from './placeholder.ts'

export interface Field {
  /** The field's name in the paste. */
  readonly key: string
  readonly text: string
  readonly line: number
}

/** Fields without which there is no credential: a placeholder in one of them is an error. */
const vital: ReadonlySet<string> = new Set([
  'endpoints',
  'username',
  'password',
  'entity-name',
  'entity-password',
])

/** Fields that some tools print as a list; for any other, brackets may be the value's own characters. */
const listFields: ReadonlySet<string> = new Set([
  'data',
  'endpoints',
  'extra-user-roles',
  'read-only-endpoints',
])

/**
 * ProductFields are one product's fields by our own names. Missing is: not there, empty, the word `None` (Python's),
 * an unquoted null, or a placeholder. Values are kept byte for byte.
 */
export class ProductFields {
  readonly product: Product
  readonly unit: string | null
  readonly line: number
  readonly issues: ParseIssue[] = []
  /** Something was refused by the walk, which has told why already. */
  #broken: boolean
  readonly #fields = new Map<string, Field>()
  readonly #nodes = new Map<string, PasteNode>()

  constructor(output: Output) {
    this.product = output.product
    this.unit = output.unit
    this.line = output.line
    this.#broken = output.fields.broken
    for (const entry of output.fields.entries.values()) this.#add(entry, output.assumed)
  }

  get(name: string): Field | null {
    return this.#fields.get(name) ?? null
  }

  all(): [name: string, field: Field][] {
    return [...this.#fields]
  }

  /** The whole node of a field, for the one that may hold structure (`data`). */
  node(name: string): PasteNode | null {
    return this.#nodes.get(name) ?? null
  }

  /** need is `get` with an issue when the field is missing. */
  need(name: string): Field | null {
    const field = this.get(name)
    const told = this.issues.some((issue) => issue.severity === 'error' && issue.field === name)
    if (field === null && !told && !this.#broken) this.issue('missing_field', { field: name })
    return field
  }

  issue(code: IssueCode, place: { line?: number; field?: string; other?: string }): void {
    this.issues.push(makeIssue(code, { line: this.line, ...place, product: this.product, unit: this.unit }))
  }

  get failed(): boolean {
    return this.#broken || this.issues.some((issue) => issue.severity === 'error')
  }

  /** secrets: every field that is none of the product's public ones, by the paste's own name. */
  secrets(): { name: string; key: string; secret: Secret }[] {
    return [...this.#fields]
      .filter(([name]) => !isPublicField(this.product, name))
      .map(([name, field]) => ({ name, key: field.key, secret: new Secret(field.text) }))
  }

  #add({ key, line, node }: PasteEntry, loose: boolean): void {
    const { name, renamed } = fieldName(key)
    // Fields copied without their product stand beside what belongs to the action, not to the product.
    if (name === this.product || ((loose || name === 'ok') && (name === 'ok' || name === 'return-code')))
      return
    const field = isKnownField(name) ? name : undefined
    if (node.kind === 'refused') {
      this.#broken = true
      return
    }
    this.#nodes.set(name, node)
    const text = name === 'data' && node.kind !== 'text' ? '' : textOf(node)
    if (text === null || (node.kind === 'list' && !listFields.has(name) && !isPlaceholder(text))) {
      if (name !== 'entity-permissions')
        this.issue('not_text', { line, ...(field === undefined ? {} : { field }) })
      return
    }
    if (isMissing(text, node)) return
    const known = this.#fields.get(name)
    if (known !== undefined) {
      if (known.text !== text)
        this.issue('duplicate_key', { line, ...(field === undefined ? {} : { field }) })
      return
    }
    if (field === undefined) this.issue('unknown_field', { line })
    else if (renamed) this.issue('renamed_field', { line, field })
    if (!this.#isUsable(name, text, node, line)) return
    this.#fields.set(name, { key: field === undefined ? safeKey(key) : key.trim(), text, line: node.line })
  }

  #isUsable(name: string, text: string, node: PasteNode, line: number): boolean {
    if (isPlaceholder(text)) {
      const field = isKnownField(name) ? { field: name } : {}
      this.issue(vital.has(name) ? 'placeholder' : 'placeholder_ignored', { line, ...field })
      return false
    }
    if (!vital.has(name)) return true
    if (text.startsWith('secret:')) this.issue('secret_reference', { line, field: name })
    else if (/^[\u201C\u201D\u201E\u2018\u2019\u00AB]/.test(text))
      this.issue('curly_quotes', { line, field: name })
    else if (isShortened(text)) this.issue('shortened', { line, field: name })
    else if (node.kind === 'text' && node.severalLines) this.issue('value_over_lines', { line, field: name })
    return true
  }
}

/** A list of plain texts is read as Kafka's own form, with commas. */
function textOf(node: PasteNode): string | null {
  if (node.kind === 'text') return node.text
  if (node.kind !== 'list') return null
  const texts = node.items.flatMap((item) => (item.kind === 'text' ? [item.text] : []))
  return texts.length === node.items.length ? texts.join(',') : null
}

function isMissing(text: string, node: PasteNode): boolean {
  if (text.trim() === '' || text === 'None') return node.kind === 'text'
  return node.kind === 'text' && node.style === 'plain' && (text === 'null' || text === '~')
}

/** An unknown field's name is shown in lists; anything that is not shaped like a name might be a misplaced secret. */
function safeKey(key: string): string {
  return /^[a-z][a-z]*(?:[-_][a-z]+){0,5}$/.test(key) && key.length <= 40 ? key : 'unknown'
}
