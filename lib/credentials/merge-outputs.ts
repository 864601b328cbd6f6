import type { ParseIssue } from '#lib/shared/credential.ts'
import type { Output } from './find-outputs.ts'
import { makeIssue } from './make-issue.ts'
import type { PasteNode } from './paste-node.ts'

/**
 * mergeOutputs shows what several units say alike once (W6), and gives outputs of one product that differ, but name
 * no unit, their line as a name, so that a person can choose.
 */
export function mergeOutputs(outputs: readonly Output[]): { outputs: Output[]; issues: ParseIssue[] } {
  const issues: ParseIssue[] = []
  const byContent = new Map<string, Output>()
  for (const output of outputs) {
    const content = `${output.product} ${contentOf(output.fields)}`
    const first = byContent.get(content)
    if (first === undefined) byContent.set(content, output)
    else
      issues.push(
        makeIssue('same_on_units', { line: output.line, product: output.product, unit: output.unit }),
      )
  }
  const seen = new Map<string, number>()
  const distinct = [...byContent.values()]
  for (const output of distinct) seen.set(placeOf(output), (seen.get(placeOf(output)) ?? 0) + 1)
  const named = distinct.map((output) => {
    if ((seen.get(placeOf(output)) ?? 0) < 2) return output
    return {
      ...output,
      unit: output.unit === null ? `line ${output.line}` : `${output.unit}, line ${output.line}`,
    }
  })
  return { outputs: named, issues }
}

function placeOf(output: Output): string {
  return `${output.product} ${output.unit ?? ''}`
}

function contentOf(node: PasteNode): string {
  if (node.kind === 'text') return JSON.stringify(node.text)
  if (node.kind === 'list') return `[${node.items.map(contentOf).join(',')}]`
  if (node.kind === 'refused') return `refused ${node.line}`
  return `{${[...node.entries]
    .map(([key, entry]) => `${JSON.stringify(key)}:${contentOf(entry.node)}`)
    .toSorted()
    .join(',')}}`
}
