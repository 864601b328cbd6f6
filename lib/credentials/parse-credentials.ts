import type { ParseIssue } from '#lib/shared/credential.ts'
import { buildKafka } from './build-kafka.ts'
import { buildOther } from './build-other.ts'
import type { Credential, ParsedPaste } from './credential.ts'
import { dropBareFailures, saysNotYet } from './failure-lines.ts'
import { findOutputs, type Output } from './find-outputs.ts'
import { makeIssue } from './make-issue.ts'
import { mendIndentation } from './mend-indentation.ts'
import { mergeOutputs } from './merge-outputs.ts'
import { isTooLarge, type PasteLine, pasteLines } from './paste-lines.ts'
import { ProductFields } from './product-fields.ts'
import { readNodes } from './read-nodes.ts'
import { refusedCharacters } from './refused-characters.ts'
import { splitSegments } from './split-segments.ts'
import { findExcess } from './text-bounds.ts'
import { unwrapChat } from './unwrap-chat.ts'

/** An `output:` text inside an output (W5) is read once more; an output inside that is none of Juju's making. */
const MAX_NESTING = 1

/**
 * parseCredentials turns what somebody copied from `get-credentials` into credentials, or tells line by line why not.
 * Never throws. No issue holds a value of the paste. At most 64 KiB; a larger text answers with one issue. The same
 * function serves the browser's preview and the server. Shapes: data-integrator's charm.py, Juju's cmd/juju/action.
 */
export function parseCredentials(text: string): ParsedPaste {
  if (isTooLarge(text)) return onlyIssue(makeIssue('too_large'))
  const lines = pasteLines(text)
  if (lines.every((line) => line.text.trim() === '')) return onlyIssue(makeIssue('empty'))
  const refused = refusedCharacters(lines)
  if (refused.length > 0) return { credentials: [], issues: refused, units: [] }
  const plain = unwrapChat(lines)
  const excess = findExcess(plain.lines)
  if (excess !== null) return onlyIssue(excess)
  const found = readOutputs(plain.lines, null, 0)
  const merged = mergeOutputs(found.outputs)
  const issues = [...plain.issues, ...dropBareFailures(found.issues), ...merged.issues]
  const credentials = merged.outputs.flatMap((output) => {
    const built = build(output)
    issues.push(...built.issues)
    return built.credential === null ? [] : [built.credential]
  })
  if (credentials.length === 0 && !issues.some(({ severity }) => severity === 'error')) {
    return onlyIssue(
      makeIssue('not_an_output', { line: plain.lines.find((line) => line.text.trim() !== '')?.number }),
    )
  }
  return {
    credentials,
    issues: sortIssues(credentials.length === 0 ? issues : issues.filter((issue) => !saysNotYet(issue))),
    units: [...new Set(merged.outputs.flatMap(({ unit }) => (unit === null ? [] : [unit])))],
  }
}

function onlyIssue(issue: ParseIssue): ParsedPaste {
  return { credentials: [], issues: [issue], units: [] }
}

function readOutputs(
  lines: readonly PasteLine[],
  unit: string | null,
  nesting: number,
): { outputs: Output[]; issues: ParseIssue[] } {
  const split = splitSegments(lines, unit)
  const outputs: Output[] = []
  const issues = [...split.issues]
  for (const segment of split.segments) {
    const mended = mendIndentation(segment.lines)
    const read = readNodes(mended.lines)
    const found = findOutputs(read.nodes, segment.unit)
    outputs.push(...found.outputs)
    issues.push(...mended.issues, ...read.issues, ...found.issues)
    for (const inner of nesting < MAX_NESTING ? found.nested : []) {
      const answer = readOutputs(inner.lines, inner.unit, nesting + 1)
      outputs.push(...answer.outputs)
      issues.push(...answer.issues)
    }
  }
  return { outputs, issues }
}

function build(output: Output): { credential: Credential | null; issues: readonly ParseIssue[] } {
  const fields = new ProductFields(output)
  const credential = output.product === 'kafka' ? buildKafka(fields) : buildOther(output.product, fields)
  // Of a product that can't be used, only what makes it so is worth saying.
  const issues =
    credential === null ? fields.issues.filter(({ severity }) => severity !== 'warning') : fields.issues
  return { credential, issues }
}

/** The order in which a person reads: by line, what concerns the whole text first. */
function sortIssues(issues: readonly ParseIssue[]): ParseIssue[] {
  return issues.toSorted((one, other) => (one.line ?? 0) - (other.line ?? 0))
}
