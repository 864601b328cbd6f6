import type { ParseIssue, Product } from '#lib/shared/credential.ts'
import { isDatabag } from './databag.ts'
import { findFailure } from './failure-lines.ts'
import { fieldName, isKnownField, isProduct } from './field-names.ts'
import { guessProduct } from './guess-product.ts'
import { isEnvelopeKey, unitName } from './line-kinds.ts'
import { makeIssue } from './make-issue.ts'
import type { PasteLine } from './paste-lines.ts'
import type { PasteEntry, PasteMap, PasteNode } from './paste-node.ts'

/** Output is one product's fields as they stand in the paste, and where. */
export interface Output {
  readonly product: Product
  readonly unit: string | null
  readonly line: number
  readonly fields: PasteMap
  /** True when the paste did not name the product. */
  readonly assumed: boolean
}

export interface Outputs {
  readonly outputs: Output[]
  readonly issues: ParseIssue[]
  /** Text inside an `output:` field (W5), to be read again as a paste of its own. */
  readonly nested: { readonly lines: PasteLine[]; readonly unit: string | null }[]
  /** How many values were refused by the walk, which has told why. */
  refused: number
}

/** findOutputs walks through whatever Juju wrapped around the products (W1–W13). */
export function findOutputs(nodes: readonly PasteNode[], unit: string | null): Outputs {
  const found: Outputs = { outputs: [], issues: [], nested: [], refused: 0 }
  for (const node of nodes) visit(node, unit, found)
  return found
}

function visit(node: PasteNode, unit: string | null, found: Outputs): void {
  if (node.kind === 'list') {
    for (const item of node.items) visit(item, unit, found)
  } else if (node.kind === 'map') {
    visitMap(node, unit, found)
  }
}

/** Whatever was found, refused or told counts: then nothing more needs to be said about a map. */
function tally(found: Outputs): number {
  return found.outputs.length + found.nested.length + found.issues.length + found.refused
}

function visitMap(map: PasteMap, outerUnit: string | null, found: Outputs): void {
  const unit = namedUnit(map) ?? outerUnit
  if (map.broken) {
    found.refused++
    return
  }
  const before = tally(found)
  if (isDatabag(map)) {
    found.issues.push(makeIssue('databag', { line: map.line, unit }))
    return
  }
  const failure = reportedFailure(map, unit)
  if (failure !== null) {
    found.issues.push(failure)
    return
  }
  const lost = flattened(map)
  for (const entry of map.entries.values()) visitEntry(entry, unit, found, lost !== null)
  if (lost !== null) {
    found.issues.push(makeIssue('repaired_indentation', { line: map.line, unit, product: lost }))
    takeOutput(found, { product: lost, unit, line: map.line, fields: map, assumed: false })
  } else if (tally(found) === before) takeLooseFields(map, unit, found)
  if (tally(found) === before) takeState(map, unit, found)
}

function visitEntry(entry: PasteEntry, unit: string | null, found: Outputs, flat: boolean): void {
  const { key, node } = entry
  if (node.kind === 'refused') {
    found.refused++
    return
  }
  if (isProduct(key) && !flat) {
    if (node.kind === 'map')
      takeOutput(found, { product: key, unit, line: entry.line, fields: node, assumed: false })
    else if (node.kind === 'text' && /^\s*\{/.test(node.text)) {
      // A script put JSON into a text.
      found.nested.push({ lines: linesOf(`{"${key}": ${node.text}}`, node.line, false), unit })
    } else if (node.kind === 'text')
      found.issues.push(makeIssue('no_product', { line: entry.line, product: key, unit }))
    return
  }
  if (key === 'output' && node.kind === 'text') {
    found.nested.push({ lines: linesOf(node.text, node.line, node.style === 'block'), unit })
    return
  }
  if (node.kind === 'text') return
  const inner = unitName(key)
  if (inner !== null || isEnvelopeKey(key) || /^\d{1,12}$/.test(key)) visit(node, inner ?? unit, found)
}

/** The text of a block scalar begins on the line below its key; inside quotes, one line number must do for all. */
function linesOf(text: string, line: number, block: boolean): PasteLine[] {
  return text.split('\n').map((part, index) => ({ text: part, number: block ? line + 1 + index : line }))
}

function takeOutput(found: Outputs, output: Output): void {
  const { product, unit, line, fields } = output
  if (fields.entries.size === 0 && !fields.broken) {
    found.issues.push(makeIssue('no_product', { line, product, unit }))
  } else if (isDatabag(fields)) {
    found.issues.push(makeIssue('databag', { line, product, unit }))
  } else {
    found.outputs.push(output)
  }
}

/** Lost indentation (`kafka:` and its fields all at the margin): the one product named without a value owns the fields. */
function flattened(map: PasteMap): Product | null {
  const empty = [...map.entries.values()].filter(
    ({ key, node }) => isProduct(key) && node.kind === 'text' && node.text === '',
  )
  const product = empty[0]?.key
  if (empty.length !== 1 || product === undefined || !isProduct(product)) return null
  return hasField(map, 'endpoints') || hasField(map, 'username') ? product : null
}

function takeLooseFields(map: PasteMap, unit: string | null, found: Outputs): void {
  const known = [...map.entries.keys()].filter((key) => isKnownField(fieldName(key).name))
  if (known.length < 2 || !hasField(map, 'endpoints')) return
  const user = hasField(map, 'username') && hasField(map, 'password')
  const entity = hasField(map, 'entity-name') && hasField(map, 'entity-password')
  if (!user && !entity && !hasField(map, 'tls-ca')) return
  const product = guessProduct(map)
  if (product === null) {
    found.issues.push(makeIssue('product_unclear', { line: map.line, unit }))
    return
  }
  found.issues.push(makeIssue('product_assumed', { line: map.line, unit, product }))
  found.outputs.push({ product, unit, line: map.line, fields: map, assumed: true })
}

function hasField(map: PasteMap, name: string): boolean {
  for (const key of map.entries.keys()) if (fieldName(key).name === name) return true
  return false
}

function textAt(map: PasteMap, key: string): { text: string; line: number } | null {
  const entry = map.entries.get(key)
  return entry?.node.kind === 'text' ? { text: entry.node.text, line: entry.line } : null
}

function namedUnit(map: PasteMap): string | null {
  for (const key of ['unit', 'UnitId', 'host', 'receiver']) {
    const name = unitName(textAt(map, key)?.text ?? '')
    if (name !== null) return name
  }
  return null
}

/** The charm's own words beside the results say more than `ok: "False"` inside them. */
function reportedFailure(map: PasteMap, unit: string | null): ParseIssue | null {
  for (const key of ['message', 'fail', 'stderr', 'error']) {
    const message = textAt(map, key)
    const failure = message === null ? null : findFailure(message.text, message.line, unit)
    if (failure !== null) return failure
  }
  return null
}

/** Without any product, the state that stands beside the results tells why. */
function takeState(map: PasteMap, unit: string | null, found: Outputs): void {
  const status = textAt(map, 'status')
  if (status !== null && /^(?:failed|error|cancelled|canceled|aborted)$/i.test(status.text)) {
    found.issues.push(makeIssue('action_failed', { line: status.line, unit }))
  } else if (status !== null && /^(?:pending|running|queued|aborting)$/i.test(status.text)) {
    const id = textAt(map, 'id')?.text ?? ''
    found.issues.push(
      makeIssue('task_pending', { line: status.line, unit, id: /^\d{1,12}$/.test(id) ? id : undefined }),
    )
  } else if (textAt(map, 'ok') !== null) {
    const ok = /^(?:true|yes)$/i.test(textAt(map, 'ok')?.text ?? '')
    found.issues.push(
      makeIssue(ok ? 'no_product' : 'action_failed', { line: textAt(map, 'ok')?.line ?? map.line, unit }),
    )
  } else if (status !== null && /^completed$/i.test(status.text)) {
    found.issues.push(makeIssue('no_product', { line: status.line, unit }))
  }
}
