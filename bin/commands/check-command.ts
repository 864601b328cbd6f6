import { checkConnection } from '#lib/kafka/check-connection.ts'
import { kafkaTargetOf } from '#lib/kafka/kafka-target.ts'
import type { CheckStep, Verdict } from '#lib/shared/check.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { type CredentialOptions, readKafkaCredential } from '../kafka-credential.ts'
import { optionFor } from '../option-advice.ts'
import { printable, type Screen, table } from '../screen.ts'
import { UsageError } from '../usage-error.ts'

/** checkCommand climbs the ladder and tells each step. Exit 0 only when everything promised was proved. */
export async function checkCommand(
  options: CredentialOptions,
  screen: Screen,
  signal: AbortSignal,
): Promise<ExitCode> {
  const credential = await readKafkaCredential(options, screen)
  const target = kafkaTargetOf(credential, { mode: 'unrestricted' })
  let verdict: Verdict | null = null
  for await (const event of checkConnection(target, { facts: credential.facts, signal })) {
    if (event.type === 'failed') throw new UsageError({ ...event.error })
    if (event.type === 'step' && event.status === 'running') continue
    if (screen.json) await screen.jsonLine(event)
    else await screen.line(event.type === 'step' ? stepText(event, screen) : verdictText(event, screen))
    if (event.type === 'verdict') verdict = event
  }
  return verdict?.verdict === 'authorized' ? exitCode.good : exitCode.failed
}

const marks = { ok: '✓', warning: '!', failed: '✗', skipped: '–', running: '…' } as const

function stepText(step: CheckStep, screen: Screen): string {
  const mark = marks[step.status]
  const colour = { ok: 'green', warning: 'yellow', failed: 'red', skipped: 'dim', running: 'dim' } as const
  const time = step.milliseconds === undefined ? '' : `${Math.round(step.milliseconds)} ms`
  const head = `${screen.paint(colour[step.status], mark)} ${step.step.padEnd(12)} ${time.padStart(8)}  ${printable(step.detail)}`
  const advice = optionFor(step.code) ?? step.advice
  const more = step.status === 'ok' || step.status === 'skipped' ? [] : adviceLines(advice, step.command)
  return [head, ...more].join('\n')
}

function adviceLines(advice: string | undefined, command: string | undefined): string[] {
  return [advice, command].flatMap((text) =>
    text === undefined ? [] : [`${' '.repeat(25)}${printable(text)}`],
  )
}

function verdictText(verdict: Verdict, screen: Screen): string {
  const colour = ({ authorized: 'green', limited: 'yellow', failed: 'red' } as const)[verdict.verdict]
  const rights = verdict.rights.map(({ id, resource, predicted, proved }) => [
    `  ${id}`,
    printable(resource),
    `predicted ${predicted}`,
    `proved ${proved}`,
  ])
  const head = `${screen.paint(colour, verdict.verdict)} in ${verdict.milliseconds} ms: ${printable(verdict.message)}`
  return rights.length === 0 ? `\n${head}` : `\n${table(rights)}\n\n${head}`
}
