import { z } from 'zod'
import { MAX_REVEAL_REASON } from './reveal.ts'
import { TopicNameSchema } from './topic.ts'

/** SnippetKindSchema: what client code is made for. */
export const SnippetKindSchema = z.enum([
  'java',
  'spring-boot',
  'python-confluent',
  'python-kafka',
  'go',
  'node',
  'rust',
  'dotnet',
  'kcat',
  'properties',
  'test-app',
])
export type SnippetKind = z.infer<typeof SnippetKindSchema>

/** snippetTitles name each kind for people: language, then library. */
export const snippetTitles: Readonly<Record<SnippetKind, string>> = {
  java: 'Java',
  'spring-boot': 'Spring Boot',
  'python-confluent': 'Python, confluent-kafka',
  'python-kafka': 'Python, kafka-python',
  go: 'Go, franz-go',
  node: 'Node.js, kafkajs',
  rust: 'Rust, rdkafka',
  dotnet: '.NET, Confluent.Kafka',
  kcat: 'kcat',
  properties: 'client.properties',
  'test-app': 'kafka-test-app',
}

const SnippetFileSchema = z.object({
  /** Relative, with `/`: `src/main/java/Produce.java`. */
  name: z.string(),
  text: z.string(),
  /** True when a secret stands in it: keep it out of version control. */
  secret: z.boolean(),
})
export type SnippetFile = z.infer<typeof SnippetFileSchema>

const SnippetStepSchema = z.object({ label: z.string(), command: z.string() })
export type SnippetStep = z.infer<typeof SnippetStepSchema>

/** SnippetSchema is a complete program for one credential: its files, and how it is set up and run. */
export const SnippetSchema = z.object({
  kind: SnippetKindSchema,
  title: z.string(),
  topic: z.string(),
  /** The consumer group; null where the program consumes nothing. */
  group: z.string().nullable(),
  files: z.array(SnippetFileSchema),
  /** Commands in the order in which they are typed, in a folder that holds the files. */
  steps: z.array(SnippetStepSchema),
  notes: z.array(z.string()),
})
export type Snippet = z.infer<typeof SnippetSchema>

/** SnippetQuerySchema: the topic to speak of, for a credential that names none or a prefix. */
export const SnippetQuerySchema = z.strictObject({ topic: TopicNameSchema.optional() })

/** FillSnippetSchema asks for the program with its secrets, on the terms on which a secret is shown (reveal.ts). */
export const FillSnippetSchema = z.strictObject({
  topic: TopicNameSchema.optional(),
  reason: z.string().trim().max(MAX_REVEAL_REASON, `At most ${MAX_REVEAL_REASON} characters.`).optional(),
})
export type FillSnippet = z.infer<typeof FillSnippetSchema>

export const FilledSnippetSchema = SnippetSchema.extend({ shownForSeconds: z.number().int() })
export type FilledSnippet = z.infer<typeof FilledSnippetSchema>
