import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { withFileLock } from './file-lock.ts'
import { KAFKA_VERSION, kafkaPom } from './kafka-pom.ts'
import { runCommand } from './run-command.ts'

/** The first download of Maven's plugins and 34 MB of jars; a slow line may take minutes. */
const DOWNLOAD_TIMEOUT_MS = 15 * 60_000
/** Another process may be downloading: wait at least as long. */
const LOCK_TIMEOUT_MS = 20 * 60_000
const JAVA_TIMEOUT_MS = 20_000

/**
 * One small JVM: the first compiler is enough and starts soonest, the serial collector has no threads of its own.
 * The class archive (Java's AppCDS) only fits a JVM that is started with the same class path and collector.
 */
const smallJvm = [
  '-Xmx256m',
  '-XX:TieredStopAtLevel=1',
  '-XX:+UseSerialGC',
  '-XX:-UsePerfData',
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
]

const cacheDirectory = path.resolve(import.meta.dirname, '..', '.cache', `kafka-${KAFKA_VERSION}`)
// Another choice of jars is another folder: one that was filled before a change must not be taken for the new one.
const choice = createHash('sha256').update(kafkaPom()).digest('hex').slice(0, 8)
const jarDirectory = path.join(cacheDirectory, `lib-${choice}`)

export interface KafkaRuntime {
  /** The jars of the broker, the Java client's among them. */
  readonly classPath: string
  /** Arguments of `java` that start a node; its server.properties stands last. */
  javaArguments(propertiesFile: string): string[]
  /** The shared class archive, and whether it is there already. */
  readonly archive: string
  readonly archived: boolean
  /** Arguments that write the archive to a file when the JVM ends politely. */
  archivingArguments(propertiesFile: string, archive: string): string[]
}

const exists = (file: string) =>
  stat(file).then(
    () => true,
    () => false,
  )

async function downloadJars(log: (line: string) => void): Promise<void> {
  if (await exists(jarDirectory)) return
  log(`Fetching Apache Kafka ${KAFKA_VERSION} (34 MB, once) with Maven`)
  await mkdir(cacheDirectory, { recursive: true })
  const work = await mkdtemp(path.join(cacheDirectory, 'download-'))
  try {
    await writeFile(path.join(work, 'pom.xml'), kafkaPom())
    const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', '-DoutputDirectory=lib']
    await runCommand('mvn', ['-q', '-B', ...goal], { directory: work, timeoutMs: DOWNLOAD_TIMEOUT_MS })
    await rename(path.join(work, 'lib'), jarDirectory)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** withRuntimeLock keeps two processes from preparing the same cache. */
export function withRuntimeLock<T>(work: () => Promise<T>): Promise<T> {
  return withFileLock(path.join(cacheDirectory, 'lock'), LOCK_TIMEOUT_MS, work)
}

/** openRuntime downloads the jars when they are not there, and says how to start a broker from them. */
export async function openRuntime(log: (line: string) => void): Promise<KafkaRuntime> {
  if (!(await exists(jarDirectory))) await withRuntimeLock(() => downloadJars(log))
  const jars = (await readdir(jarDirectory)).filter((name) => name.endsWith('.jar')).sort()
  const classPath = jars.map((name) => path.join(jarDirectory, name)).join(path.delimiter)
  // Another JVM or another class path needs another archive.
  const java = await runCommand('java', ['-version'], { timeoutMs: JAVA_TIMEOUT_MS })
  const key = createHash('sha256').update(`${java}\n${os.arch()}\n${classPath}`).digest('hex').slice(0, 16)
  const archive = path.join(cacheDirectory, `classes-${key}.jsa`)
  const archived = await exists(archive)
  const start = (file: string) => ['-cp', classPath, 'kafka.Kafka', file]
  return {
    classPath,
    archive,
    archived,
    javaArguments: (file) => [
      ...smallJvm,
      ...(archived ? [`-XX:SharedArchiveFile=${archive}`] : []),
      ...start(file),
    ],
    archivingArguments: (file, to) => [...smallJvm, `-XX:ArchiveClassesAtExit=${to}`, ...start(file)],
  }
}
