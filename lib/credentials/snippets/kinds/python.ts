import { joinLines } from '../join-lines.ts'
import { quoteText } from '../quote-text.ts'
import { PASSWORD_VARIABLE, type SnippetContext } from '../snippet-context.ts'
import type { PartFile } from '../snippet-parts.ts'

export const quotePython = (text: string) => quoteText('python', text)

export function pythonPassword({ password }: SnippetContext): string {
  return password === null ? `os.environ["${PASSWORD_VARIABLE}"]` : quotePython(password)
}

/** pythonFiles are the settings and one program for each thing that the credential may do. */
export function pythonFiles(
  context: SnippetContext,
  texts: { readonly settings: string; readonly produce: string; readonly consume: string },
): PartFile[] {
  const settings = joinLines(
    '"""Where the cluster is, and who logs in."""',
    context.sasl && context.password === null && 'import os\n',
    `TOPIC = ${quotePython(context.topic)}`,
    '',
  )
  return [
    { name: 'settings.py', text: settings + texts.settings, login: true },
    ...(context.produces ? [{ name: 'produce.py', text: texts.produce }] : []),
    ...(context.consumes ? [{ name: 'consume.py', text: texts.consume }] : []),
  ]
}
