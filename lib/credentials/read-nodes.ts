import { type Document, isAlias, isMap, isScalar, isSeq, type ParsedNode, parseAllDocuments } from 'yaml'
import type { ParseIssue } from '#lib/shared/credential.ts'
import { fieldName, isKnownField } from './field-names.ts'
import { keyOf } from './line-kinds.ts'
import { type IssueCode, makeIssue } from './make-issue.ts'
import type { PasteLine } from './paste-lines.ts'
import type { PasteEntry, PasteNode } from './paste-node.ts'

/** The deepest real output (show-operation: tasks, id, results, product, field) has five levels. */
const MAX_DEPTH = 8
/** One broken line makes the parser stumble over all that follow; the first ones say what to mend. */
const MAX_SYNTAX_ISSUES = 5
const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype', '<<'])

export interface ReadNodes {
  readonly nodes: readonly PasteNode[]
  readonly issues: readonly ParseIssue[]
}

/**
 * readNodes parses YAML (and so JSON) with every scalar kept as text (R2) and walks what the parser understood (R3).
 * The parser's own messages quote the text, so only the position is taken from them (R4).
 */
export function readNodes(lines: readonly PasteLine[]): ReadNodes {
  const source = new Source(lines)
  const issues: ParseIssue[] = []
  const nodes: PasteNode[] = []
  for (const document of parse(source.text)) {
    const broken = syntaxIssues(document, source)
    issues.push(...broken)
    const contents = document.contents
    if (broken.length > 0 || contents === null) continue
    nodes.push(new Walk(source, issues).node(contents, 0))
  }
  return { nodes, issues }
}

/** One issue a line is enough: the parser stumbles over what follows, too. */
function syntaxIssues(document: Document.Parsed, source: Source): ParseIssue[] {
  const byLine = new Map<number | undefined, ParseIssue>()
  for (const { code, pos } of document.errors) {
    const issue = source.syntaxIssue(code, pos[0])
    if (!byLine.has(issue.line)) byLine.set(issue.line, issue)
    if (byLine.size >= MAX_SYNTAX_ISSUES) break
  }
  return [...byLine.values()]
}

/** With `uniqueKeys` the parser would compare each key with each: quadratic. Our walk finds duplicates by a map. */
function parse(text: string): Document.Parsed[] {
  const documents = parseAllDocuments(text, {
    schema: 'failsafe',
    uniqueKeys: false,
    merge: false,
    logLevel: 'silent',
    prettyErrors: false,
    version: '1.2',
  })
  return Array.isArray(documents) ? documents : []
}

/** Source knows the text of one document and the paste's line number of every position in it. */
class Source {
  readonly text: string
  readonly #lines: readonly PasteLine[]
  readonly #starts: number[] = []

  constructor(lines: readonly PasteLine[]) {
    this.#lines = lines
    let at = 0
    for (const line of lines) {
      this.#starts.push(at)
      at += line.text.length + 1
    }
    this.text = lines.map((line) => line.text).join('\n')
  }

  #index(position: number): number {
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#starts[middle] ?? 0) <= position) low = middle
      else high = middle - 1
    }
    return low
  }

  line(position: number): number {
    return this.#lines[this.#index(position)]?.number ?? 1
  }

  /** The rest of the line behind a position, where a comment would stand. */
  restOfLine(position: number): string {
    const end = this.text.indexOf('\n', position)
    return this.text.slice(position, end < 0 ? undefined : end)
  }

  syntaxIssue(code: string, position: number): ParseIssue {
    const line = this.#lines[this.#index(Math.min(position, Math.max(0, this.text.length - 1)))]
    const name = fieldName(keyOf(line?.text ?? '') ?? '').name
    const field = isKnownField(name) ? name : undefined
    return makeIssue(syntaxCode(code, field !== undefined, line?.text ?? ''), {
      line: line?.number ?? 1,
      field,
    })
  }
}

/** What YAML reads as its own sign at the beginning of a value, and a colon inside it. */
const SPECIAL_VALUE = /^[^:]*:\s+(?:[>|"'\-?,[\]{}@`%&*!#:=]|.*:(?:\s|$))/

function syntaxCode(parserCode: string, onField: boolean, line: string): IssueCode {
  const value = line.slice(0, 1000)
  // The parser also misses a colon by this code.
  if (parserCode === 'MISSING_CHAR' && /["'[{]/.test(value)) return 'unclosed'
  return onField && SPECIAL_VALUE.test(value) ? 'quote_the_value' : 'not_yaml'
}

class Walk {
  readonly #source: Source
  readonly #issues: ParseIssue[]

  constructor(source: Source, issues: ParseIssue[]) {
    this.#source = source
    this.#issues = issues
  }

  node(node: ParsedNode, depth: number, field?: string, keyLine?: number): PasteNode {
    const at = this.#source.line(node.range[0])
    // A tag or anchor stands before the node, perhaps on the key's line.
    const line = node.anchor === undefined && node.tag === undefined ? at : (keyLine ?? at)
    if (depth > MAX_DEPTH) return this.#refuse('too_deep', line)
    if (isAlias(node) && /^\*+$/.test(node.source)) return this.#refuse('placeholder', line, field)
    if (isAlias(node) || node.anchor !== undefined || node.tag !== undefined) {
      return this.#refuse('quote_the_value', line, field)
    }
    if (isMap(node)) return this.#map(node.items, line, depth)
    if (isSeq(node)) {
      return { kind: 'list', line, items: node.items.map((item) => this.node(item, depth + 1)) }
    }
    return this.#text(node, line, field)
  }

  #text(node: ParsedNode, line: number, field?: string): PasteNode {
    if (!isScalar(node)) return this.#refuse('not_yaml', line, field)
    const text = typeof node.value === 'string' ? node.value : ''
    const plain = node.type === 'PLAIN' || node.type === undefined
    if (plain && /^\s*#/.test(this.#source.restOfLine(node.range[1]))) {
      return this.#refuse('quote_the_value', line, field)
    }
    const style = plain ? 'plain' : node.type?.startsWith('QUOTE') === true ? 'quoted' : 'block'
    const severalLines =
      style !== 'block' && this.#source.text.slice(node.range[0], node.range[1]).includes('\n')
    return { kind: 'text', line, text, style, severalLines }
  }

  #map(items: readonly { key: unknown; value: unknown }[], line: number, depth: number): PasteNode {
    const entries = new Map<string, PasteEntry>()
    let broken = false
    for (const item of items) {
      const keyNode = item.key as ParsedNode | null
      const key = keyNode === null ? null : this.#key(keyNode)
      if (key === null || keyNode === null) {
        broken = true
        continue
      }
      const keyLine = this.#source.line(keyNode.range[0])
      const name = fieldName(key).name
      const field = isKnownField(name) ? name : undefined
      if (entries.has(key)) {
        this.#refuse('duplicate_key', keyLine, field)
        broken = true
        continue
      }
      const value = item.value as ParsedNode | null
      const missing: PasteNode = {
        kind: 'text',
        line: keyLine,
        text: '',
        style: 'plain',
        severalLines: false,
      }
      entries.set(key, {
        key,
        line: keyLine,
        node: value === null ? missing : this.node(value, depth + 1, field, keyLine),
      })
    }
    return { kind: 'map', line, entries, broken }
  }

  #key(node: ParsedNode): string | null {
    const line = this.#source.line(node.range[0])
    const text = isScalar(node) && typeof node.value === 'string' ? node.value : null
    if (text === null || node.anchor !== undefined || node.tag !== undefined || forbiddenKeys.has(text)) {
      this.#refuse('forbidden_key', line)
      return null
    }
    return text
  }

  #refuse(code: IssueCode, line: number, field?: string): PasteNode {
    this.#issues.push(makeIssue(code, { line, field }))
    return { kind: 'refused', line }
  }
}
