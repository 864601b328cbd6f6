import { mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { KAFKA_VERSION } from '#sandbox/kafka-pom.ts'
import { runCommand } from '#sandbox/run-command.ts'
import type { ReferenceLogin } from './reference-client.ts'

const cache = path.resolve(import.meta.dirname, '..', '.cache', `kafka-tools-${KAFKA_VERSION}`)
/** The first download, on a slow line. */
const DOWNLOAD_TIMEOUT_MS = 10 * 60_000
const RUN_TIMEOUT_MS = 5 * 60_000

/** Kafka's own measuring tools, without Kafka Connect, which they carry along and never load. */
const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>keystream</groupId><artifactId>tools</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka-tools</artifactId><version>${KAFKA_VERSION}</version><exclusions>
      <exclusion><groupId>org.apache.kafka</groupId><artifactId>connect-runtime</artifactId></exclusion>
      <exclusion><groupId>org.apache.kafka</groupId><artifactId>connect-api</artifactId></exclusion>
      <exclusion><groupId>org.apache.kafka</groupId><artifactId>connect-json</artifactId></exclusion>
    </exclusions></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
`

/** openJavaTools downloads Kafka's own tools when they are not there, and gives their class path. */
export async function openJavaTools(log: (line: string) => void): Promise<string> {
  const jars = path.join(cache, 'lib')
  if (!(await stat(jars).catch(() => null))) {
    log(`fetching Apache Kafka’s tools ${KAFKA_VERSION} with Maven, once`)
    await mkdir(cache, { recursive: true })
    const work = await mkdtemp(path.join(cache, 'download-'))
    try {
      await writeFile(path.join(work, 'pom.xml'), pom)
      const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', '-DoutputDirectory=lib']
      await runCommand('mvn', ['-q', '-B', ...goal], { directory: work, timeoutMs: DOWNLOAD_TIMEOUT_MS })
      await rename(path.join(work, 'lib'), jars)
    } finally {
      await rm(work, { recursive: true, force: true })
    }
  }
  return path.join(jars, '*')
}

export interface JavaTool {
  readonly classPath: string
  /** The class that is started. */
  readonly main: string
  readonly login: ReferenceLogin
  /** Gives the arguments; `config` is a file with what a client needs to log in. */
  readonly args: (config: string) => readonly string[]
}

/** runJavaTool runs one of Kafka's tools to its end, as its script would, and gives what it printed. */
export async function runJavaTool({ classPath, main, login, args }: JavaTool): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'keystream-java-'))
  try {
    const config = path.join(folder, 'client.properties')
    const { bootstrapServer, username, password } = login
    const jaas = `org.apache.kafka.common.security.scram.ScramLoginModule required username="${username}" password="${password}";`
    const lines = [
      `bootstrap.servers=${bootstrapServer}`,
      'security.protocol=SASL_PLAINTEXT',
      'sasl.mechanism=SCRAM-SHA-512',
      `sasl.jaas.config=${jaas}`,
    ]
    await writeFile(config, `${lines.join('\n')}\n`, { mode: 0o600 })
    // The heap of Kafka's own scripts, and nothing else: its defaults are the reference.
    const java = ['-Xmx512m', '-Dorg.slf4j.simpleLogger.defaultLogLevel=error', '-cp', classPath, main]
    return await runCommand('java', [...java, ...args(config)], { timeoutMs: RUN_TIMEOUT_MS })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
