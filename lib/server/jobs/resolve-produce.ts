import 'server-only'
import type { RunnableSpec } from '#lib/kafka/job-update.ts'
import { compileTemplate, TemplateError } from '#lib/records/templates/template.ts'
import { templatesOf } from '#lib/records/templates-of.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import type { ProduceSpec } from '#lib/shared/produce-spec.ts'
import { assertDatabase } from './assert-database.ts'
import { requireRight } from './require-right.ts'

/** resolveProduce refuses a produce job that this user may not run, or whose templates are not good. */
export function resolveProduce(spec: ProduceSpec & { topic: string }, facts: KafkaFacts): RunnableSpec {
  requireRight(facts, 'topic.write')
  if (spec.createTopic) requireRight(facts, 'topic.create')
  const { value, sink, topic } = spec
  if (value.type === 'mongodb' && value.database === undefined) assertDatabase(topic, 'spec.value.database')
  if (sink) assertDatabase(topic, 'spec.sink')
  checkTemplates(spec, 'spec.')
  return spec
}

/** checkTemplates refuses the first template that is not good, with the field that it stands in. */
export function checkTemplates(spec: Parameters<typeof templatesOf>[0], prefix: string): void {
  for (const { field, template } of templatesOf(spec)) {
    try {
      compileTemplate(template)
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error
      throw new AppError({
        code: 'unprocessable',
        field: `${prefix}${field === 'value' || field === 'partition' ? `${field}.template` : field}`,
        line: error.line,
        message: error.message,
        advice: error.advice,
      })
    }
  }
}
