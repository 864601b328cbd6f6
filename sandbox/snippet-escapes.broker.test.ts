import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { jaasConfig } from '#lib/credentials/snippets/jaas-config.ts'
import { propertiesText } from '#lib/credentials/snippets/properties-text.ts'
import { quoteText } from '#lib/credentials/snippets/quote-text.ts'
import { shellText } from '#lib/credentials/snippets/shell-text.ts'
import { oddTexts } from '#lib/credentials/snippets/testing/odd-texts.ts'
import { prepareSandbox } from './prepare-sandbox.ts'
import { runCommand } from './run-command.ts'
import { isProgram } from './testing/workshop.ts'

/** Each language's own compiler reads all of them in one program. */
const COUNT = 300
const TIMEOUT_MS = 120_000
const texts = fc.sample(oddTexts, COUNT)
const expected = texts.map((text) => Buffer.from(text).toString('hex'))

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'keystream-escapes-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Writes a program, runs it, and gives the lines that it printed: a text in hexadecimal each. */
async function readBack(
  name: string,
  program: string,
  commands: readonly [string, ...string[]][],
): Promise<string[]> {
  await writeFile(path.join(folder, name), program)
  let printed = ''
  for (const [command, ...args] of commands) {
    printed = await runCommand(command, args, { directory: folder, timeoutMs: TIMEOUT_MS })
  }
  return printed.replace(/\n$/, '').split('\n')
}

const list = (language: Parameters<typeof quoteText>[0]) =>
  texts.map((text) => quoteText(language, text)).join(',\n')

it.skipIf(!isProgram('python3'))('Python reads back every odd text (where python3 is)', async () => {
  const program = `for text in [${list('python')}]:\n    print(text.encode().hex())\n`
  expect(await readBack('texts.py', program, [['python3', 'texts.py']])).toEqual(expected)
})

it.skipIf(!isProgram('go'))(
  'Go reads back every odd text (where go is)',
  { timeout: TIMEOUT_MS },
  async () => {
    const program = `package main
import "fmt"
func main() { for _, text := range []string{${list('go')},
} { fmt.Printf("%x\\n", text) } }
`
    expect(await readBack('texts.go', program, [['go', 'run', 'texts.go']])).toEqual(expected)
  },
)

it.skipIf(!isProgram('rustc'))(
  'Rust reads back every odd text (where rustc is)',
  { timeout: TIMEOUT_MS },
  async () => {
    const program = `fn main() { for text in [${list('rust')}] {
  let hex: String = text.bytes().map(|byte| format!("{byte:02x}")).collect(); println!("{hex}"); } }
`
    expect(await readBack('texts.rs', program, [['rustc', 'texts.rs'], ['./texts']])).toEqual(expected)
  },
)

it('a shell reads back every odd text', async () => {
  const program = texts
    .map((text) => `printf %s ${shellText(text)} | od -An -v -tx1 | tr -d ' \\n'; echo\n`)
    .join('')
  expect(await readBack('texts.sh', program, [['sh', 'texts.sh']])).toEqual(expected)
})

const javaProgram = `
import java.io.FileInputStream;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;

class Texts {
    static void print(String text) {
        System.out.println(HexFormat.of().formatHex(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }
    public static void main(String[] args) throws Exception {
        for (String text : new String[] {${list('java')}}) {
            print(text);
        }
        var file = new Properties();
        try (var in = new FileInputStream("texts.properties")) {
            file.load(in);
        }
        for (int i = 0; i < ${COUNT}; i++) {
            var login = Map.of("sasl.jaas.config", new Password(file.getProperty("login." + i)));
            var context = JaasContext.loadClientContext(login);
            print((String) context.configurationEntries().get(0).getOptions().get("password"));
        }
    }
}
`

it.skipIf(!isProgram('javac'))(
  'Java reads back every odd text, and Kafka its log-in out of a properties file (where javac is)',
  { timeout: TIMEOUT_MS },
  async () => {
    const { classPath } = await prepareSandbox(() => undefined)
    await writeFile(
      path.join(folder, 'texts.properties'),
      propertiesText(texts.map((text, at) => [`login.${at}`, jaasConfig('user', { text })])),
    )
    const printed = await readBack('Texts.java', javaProgram, [
      ['javac', '-cp', classPath, 'Texts.java'],
      ['java', '-cp', ['.', classPath].join(path.delimiter), 'Texts'],
    ])
    expect(printed).toEqual([...expected, ...expected])
  },
)
