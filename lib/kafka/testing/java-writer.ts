import { fileURLToPath } from 'node:url'
import { openRuntime } from '#sandbox/kafka-runtime.ts'
import { runCommand } from '#sandbox/run-command.ts'

const SOURCE = fileURLToPath(new URL('./JavaWriter.java', import.meta.url))
/** Compiling it, starting a machine, and writing 205,000 records. */
const TIMEOUT_MS = 60_000

/** hasJavaCompiler says whether this Java is a development kit: one to run brokers on need not be. */
export async function hasJavaCompiler(): Promise<boolean> {
  const modules = await runCommand('java', ['--list-modules'], { timeoutMs: TIMEOUT_MS })
  return modules.includes('jdk.compiler')
}

/**
 * writeWithJava lets the Java client write 1,000 records into each of `java-none`, `java-gzip`, … and 200,000 in one
 * batch into `java-huge`. The topics must be there.
 */
export async function writeWithJava(bootstrapServer: string): Promise<void> {
  const { classPath } = await openRuntime(() => undefined)
  const quiet = '-Dorg.slf4j.simpleLogger.defaultLogLevel=error'
  await runCommand('java', ['-Xmx512m', quiet, '-cp', classPath, SOURCE, bootstrapServer], {
    timeoutMs: TIMEOUT_MS,
  })
}

/** javaRecord is the n-th record that it writes: key, value and the one header's value. */
export function javaRecord(n: number): { key: string; value: string | null; header: string } {
  return { key: `k${n}`, value: n % 7 === 0 ? null : `value ${n} `.repeat(n % 50), header: String(n) }
}
