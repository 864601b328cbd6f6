import { KafkaError } from '#lib/kafka/kafka-error.ts'
import { MongoAccessError } from '#lib/mongo/mongo-error.ts'
import { TemplateError } from '#lib/records/templates/template.ts'
import { optionFor } from './option-advice.ts'
import type { Screen } from './screen.ts'
import { ServerError } from './server-error.ts'
import { UsageError } from './usage-error.ts'

interface Told {
  readonly code: string
  readonly message: string
  readonly advice?: string | undefined
  readonly command?: string | undefined
  readonly line?: number | undefined
  readonly column?: number | undefined
}

/** printFailure says on standard error what failed and what to do; with `--json` as one JSON object. */
export function printFailure(error: unknown, screen: Screen): void {
  const told = tell(error)
  if (screen.json) {
    screen.note(JSON.stringify({ error: told }))
    return
  }
  const place = told.line === undefined ? '' : `line ${told.line}: `
  screen.note(`${screen.paint('red', 'error', process.stderr)} ${told.code}: ${place}${told.message}`)
  if (error instanceof UsageError && error.excerpt !== undefined) screen.note(error.excerpt)
  if (told.advice !== undefined) screen.note(told.advice)
  if (told.command !== undefined) screen.note(`  ${told.command}`)
}

function tell(error: unknown): Told {
  if (error instanceof KafkaError || error instanceof UsageError) {
    const { code, message, command } = error
    const advice = optionFor(code) ?? error.advice
    const { line, column } = error instanceof UsageError ? error : {}
    return { code, message, advice, command, line, column }
  }
  if (error instanceof MongoAccessError) {
    const { code, message, advice } = error
    return { code, message, advice }
  }
  if (error instanceof ServerError) {
    const { code, message, advice, line } = error
    return { code, message, advice, line }
  }
  if (error instanceof TemplateError)
    return { code: 'bad_request', message: `--template: ${error.message}`, advice: error.advice }
  // An unforeseen error's own text may hold what it was given.
  return {
    code: 'internal',
    message: 'Something unforeseen failed.',
    advice: 'Please report this with the command used.',
  }
}
