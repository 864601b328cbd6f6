import type { ProduceSpec, RecordShape } from '#lib/shared/produce-spec.ts'

/** templatesOf lists the templates of a specification, each with the field that it stands in. */
export function templatesOf({
  value,
  key,
  partition,
  headers = [],
}: RecordShape & Partial<Pick<ProduceSpec, 'value'>>): {
  readonly field: string
  readonly template: string
}[] {
  return [
    ...(value?.type === 'template' ? [{ field: 'value', template: value.template }] : []),
    ...(typeof key === 'string' ? [{ field: 'key', template: key }] : []),
    ...(partition?.type === 'template' ? [{ field: 'partition', template: partition.template }] : []),
    ...headers.flatMap(([, template], index) =>
      template === null ? [] : [{ field: `headers.${index}`, template }],
    ),
  ]
}
