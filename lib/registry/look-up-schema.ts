import { z } from 'zod'
import type { SchemaSource } from '#lib/records/decoders/compiled-schema.ts'
import type { ProtoReference } from '#lib/records/decoders/protobuf-schema.ts'
import { getJson, RegistryError } from './get-json.ts'
import type { RegistryTarget } from './registry-target.ts'

const ReferenceSchema = z.object({ name: z.string(), subject: z.string(), version: z.number().int() })
const AnswerSchema = z.object({
  schema: z.string(),
  /** Absent for Avro. */
  schemaType: z.enum(['AVRO', 'PROTOBUF', 'JSON']).default('AVRO'),
  references: z.array(ReferenceSchema).nullish(),
})
type Answer = z.infer<typeof AnswerSchema>

/** More imports than any real schema has; a circle of them ends here. */
const MAX_REFERENCES = 100
const kinds = { AVRO: 'avro', PROTOBUF: 'protobuf', JSON: 'json' } as const

/** lookUpSchema asks a registry for a schema by its id, and for what it refers to. Throws RegistryError. */
export async function lookUpSchema(
  target: RegistryTarget,
  id: number,
  signal?: AbortSignal,
): Promise<SchemaSource> {
  const answer = await ask(target, `/schemas/ids/${id}`, signal)
  return {
    kind: kinds[answer.schemaType],
    text: answer.schema,
    references: await follow(target, answer, signal),
  }
}

/** checkRegistry proves that a registry answers as one, and gives how many subjects it has. Throws RegistryError. */
export async function checkRegistry(target: RegistryTarget, signal?: AbortSignal): Promise<number> {
  const subjects = z.array(z.string()).safeParse(await getJson(target, '/subjects', signal))
  if (!subjects.success) throw new RegistryError('what answers there is no schema registry')
  return subjects.data.length
}

async function ask(target: RegistryTarget, path: string, signal: AbortSignal | undefined): Promise<Answer> {
  const answer = AnswerSchema.safeParse(await getJson(target, path, signal))
  if (!answer.success) throw new RegistryError('what answers there is no schema registry')
  return answer.data
}

/** Those that others need come first. */
async function follow(
  target: RegistryTarget,
  { references }: Answer,
  signal: AbortSignal | undefined,
): Promise<ProtoReference[]> {
  const found = new Map<string, ProtoReference>()
  let asked = 0
  const visit = async (wanted: Answer['references']): Promise<void> => {
    for (const { name, subject, version } of wanted ?? []) {
      if (found.has(name)) continue
      if (++asked > MAX_REFERENCES)
        throw new RegistryError(`it refers to more than ${MAX_REFERENCES} schemas`)
      const answer = await ask(target, `/subjects/${encodeURIComponent(subject)}/versions/${version}`, signal)
      await visit(answer.references)
      found.set(name, { name, text: answer.schema })
    }
  }
  await visit(references)
  return [...found.values()]
}
