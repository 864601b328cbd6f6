import { cp, mkdir, readdir, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { SnippetKind } from '#lib/shared/snippet.ts'
import { prepareSandbox } from '../prepare-sandbox.ts'
import { runCommand } from '../run-command.ts'
import { rustMissing, rustTarget } from '../rust-workshop.ts'
import { propertiesClient } from './properties-client.ts'
import { FETCH_TIMEOUT_MS, isProgram, onceInWorkshop, preparePython } from './workshop.ts'

const BUILD_TIMEOUT_MS = 120_000
/** One small JVM that starts soonest. */
const quickJvm = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xshare:auto', '-Xmx128m']

/** Program is what runs once it is built: a command for each of the two things. */
export interface Program {
  readonly produce: readonly [string, ...string[]]
  readonly consume: readonly [string, ...string[]]
}

export interface SnippetLanguage {
  readonly kind: SnippetKind
  /** Why it can't be run on this machine; null where it can. Stands in the test's name. */
  readonly missing: string | null
  /** Builds the program whose files lie in the folder. */
  readonly build: (folder: string) => Promise<Program>
}

const count = '5'
const without = (...programs: readonly string[]) => {
  const absent = programs.filter((name) => !isProgram(name))
  return absent.length === 0 ? null : `no ${absent.join(' and ')} on this machine`
}
const run = (program: string, args: readonly string[], directory: string, timeoutMs = BUILD_TIMEOUT_MS) =>
  runCommand(program, args, { directory, timeoutMs })

async function javaFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true })
  return names.filter((name) => name.endsWith('.java')).map((name) => path.join(folder, name))
}

async function compileJava(folder: string, classPath: string, sources: string): Promise<string> {
  const out = path.join(folder, 'out')
  await run(
    'javac',
    [
      '-encoding',
      'UTF-8',
      '-parameters',
      '-d',
      out,
      '-cp',
      classPath,
      ...(await javaFiles(path.join(folder, sources))),
    ],
    folder,
  )
  return [out, classPath].join(path.delimiter)
}

async function buildJava(folder: string): Promise<Program> {
  // By its own pom.xml, so that it is proven; it runs on the broker's jars, which have the same client.
  await run('mvn', ['-q', '-B', 'compile'], folder, FETCH_TIMEOUT_MS)
  const { classPath } = await prepareSandbox(() => undefined)
  const all = [path.join(folder, 'target', 'classes'), classPath].join(path.delimiter)
  const java = (main: string) => ['java', ...quickJvm, '-cp', all, main, count] as const
  return { produce: [...java('Produce')], consume: [...java('Consume')] }
}

async function buildSpring(folder: string): Promise<Program> {
  // The program's own pom.xml says which jars: it is proven with it.
  const jars = await onceInWorkshop('spring-boot-4.0.7', async (made) => {
    await cp(path.join(folder, 'pom.xml'), path.join(made, 'pom.xml'))
    const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', '-DoutputDirectory=lib']
    await run('mvn', ['-q', '-B', ...goal], made, FETCH_TIMEOUT_MS)
  })
  const all = await compileJava(folder, path.join(jars, 'lib', '*'), 'src/main/java')
  const classPath = [path.join(folder, 'src/main/resources'), all].join(path.delimiter)
  const java = (verb: string) =>
    ['java', ...quickJvm, '-cp', classPath, 'example.Application', `--${verb}=${count}`] as const
  return { produce: [...java('produce')], consume: [...java('consume')] }
}

async function buildProperties(folder: string): Promise<Program> {
  const { classPath } = await prepareSandbox(() => undefined)
  await mkdir(path.join(folder, 'test'))
  await writeFile(path.join(folder, 'test', 'PropertiesClient.java'), propertiesClient)
  const all = await compileJava(folder, classPath, 'test')
  const java = (verb: string) => ['java', ...quickJvm, '-cp', all, 'PropertiesClient', verb] as const
  return { produce: [...java('produce')], consume: [...java('consume')] }
}

async function buildGo(folder: string): Promise<Program> {
  await run('go', ['mod', 'tidy'], folder, FETCH_TIMEOUT_MS)
  await run('go', ['vet', '.'], folder, FETCH_TIMEOUT_MS)
  await run('go', ['build', '-o', 'program', '.'], folder, FETCH_TIMEOUT_MS)
  const program = path.join(folder, 'program')
  return { produce: [program, 'produce', count], consume: [program, 'consume', count] }
}

async function buildPython(): Promise<Program> {
  const python = await preparePython('python-confluent-2.16.1-kafka-3.0.12', [
    'confluent-kafka==2.16.1',
    'kafka-python==3.0.12',
  ])
  return { produce: [python, 'produce.py', count], consume: [python, 'consume.py', count] }
}

async function buildNode(folder: string): Promise<Program> {
  await symlink(path.resolve(import.meta.dirname, '../../node_modules'), path.join(folder, 'node_modules'))
  const node = process.execPath
  return { produce: [node, 'produce.js', count], consume: [node, 'consume.js', count] }
}

async function buildRust(folder: string): Promise<Program> {
  await run('cargo', ['build', '-q', '--target-dir', rustTarget], folder, FETCH_TIMEOUT_MS)
  const program = path.join(rustTarget, 'debug', 'kafka-example')
  return { produce: [program, 'produce', count], consume: [program, 'consume', count] }
}

/** snippetLanguages are the kinds that a machine may be able to build and run. */
export const snippetLanguages: readonly SnippetLanguage[] = [
  { kind: 'java', missing: without('javac', 'mvn'), build: buildJava },
  { kind: 'properties', missing: without('javac'), build: buildProperties },
  { kind: 'spring-boot', missing: without('javac', 'mvn'), build: buildSpring },
  { kind: 'python-confluent', missing: without('python3'), build: buildPython },
  { kind: 'python-kafka', missing: without('python3'), build: buildPython },
  { kind: 'go', missing: without('go'), build: buildGo },
  { kind: 'node', missing: null, build: buildNode },
  {
    kind: 'rust',
    missing: without('cargo') ?? rustMissing(),
    build: buildRust,
  },
  {
    kind: 'dotnet',
    missing: without('dotnet') ?? 'its build is not written yet',
    build: () => Promise.reject(new Error()),
  },
]
