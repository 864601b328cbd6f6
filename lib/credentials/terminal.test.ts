import { describe, expect, it } from 'vitest'
import { kafkaFacts, kafkaPaste, loadFixture } from './fixtures/load-fixture.ts'
import { parseCredentials } from './parse-credentials.ts'

function answer(text: string): [unknown, string[]] {
  const parsed = parseCredentials(text)
  return [
    parsed.credentials.map(({ facts }) => facts),
    parsed.issues.map(({ code, line }) => `${code}@${line ?? '-'}`),
  ]
}

const good = kafkaPaste()

describe('what a terminal adds', () => {
  it.each([
    ['trailing blanks', good.replace(/$/gm, '   '), []],
    ['padding', good.replaceAll(': ', ':        '), []],
    ['empty lines', good.replaceAll('\n', '\n\n'), []],
    [
      'a prompt and a command',
      `ubuntu@host:~/work$ juju run data-integrator/leader get-credentials\n${good}`,
      [],
    ],
    [
      'a virtual environment’s prompt',
      `(venv) me@host:/srv# juju run x/0 get-credentials\n${good}(venv) me@host:/srv# `,
      [],
    ],
    ['the prompt of zsh', `host% juju run x/0 get-credentials\n${good}host% `, []],
    ['a PowerShell prompt', `PS C:\\Users\\me> juju run x/0 get-credentials\n${good}PS C:\\Users\\me>`, []],
    ['the bare command', `juju run x/0 get-credentials\n${good}`, []],
    ['a bare prompt', `$ juju run x/0 get-credentials\n${good}$ `, []],
    ['Juju’s log lines', `WARNING the controller is older\n10:15:31 INFO  juju.cmd running\n${good}`, []],
    ['an ellipsis line', good.replace('  tls:', '  ...\n  tls:'), ['ellipsis_line@5']],
    ['an ellipsis at the end', `${good}…\n`, ['ellipsis_line@9']],
    ['a remark before', `Here it is, from yesterday:\n\n${good}`, ['ignored_lines@1']],
    ['a remark behind', `${good}\nthanks a lot!\n`, ['ignored_lines@10']],
    ['tabs for indentation', good.replaceAll(/^ {2}/gm, '\t'), ['tab_indentation@2']],
    ['no indentation at all', good.replaceAll(/^ +/gm, ''), ['repaired_indentation@1']],
    ['more indentation', good.replaceAll(/^/gm, '    '), []],
    ['a comment line', good.replace('  tls:', '  # about TLS\n  tls:'), []],
    ['quoted keys', good.replaceAll(/^( *)([\w-]+):/gm, '$1"$2":'), []],
    ['JSON over several lines', JSON.stringify({ kafka: fieldsOf(good), ok: 'True' }, null, 2), []],
    ['JSON inside JSON', JSON.stringify({ kafka: JSON.stringify(fieldsOf(good)), ok: 'True' }), []],
    ['JSON and a prompt', `${JSON.stringify({ kafka: fieldsOf(good), ok: 'True' })}\nubuntu@host:~$ `, []],
    [
      'JSON and its next remark',
      `${JSON.stringify({ kafka: fieldsOf(good), ok: 'True' })}\nthanks\n`,
      ['ignored_lines@2'],
    ],
  ])('%s', (_, text, issues) => {
    expect(answer(text)).toEqual([[kafkaFacts()], issues])
  })

  it('reads inner lines however they were selected', () => {
    const inner = good.split('\n').slice(1, 7)
    for (const lines of [
      inner,
      inner.map((line) => line.trim()),
      [(inner[0] ?? '').trim(), ...inner.slice(1)],
    ]) {
      const [facts, issues] = answer(lines.join('\n'))
      expect(facts).toEqual([kafkaFacts()])
      expect(issues).toContain('product_assumed@1')
    }
  })

  it.each([
    ['endpoints: h:3306\nusername: u\npassword: p\ndatabase: d', ['mysql']],
    ['endpoints: h:5432\nusername: u\npassword: p\ndatabase: d', ['postgresql']],
    ['endpoints: h\nusername: u\npassword: p\nuris: mongodb://u:p@h/d', ['mongodb']],
    ['endpoints: h:9200\nusername: u\npassword: p\nindex: i', ['opensearch']],
    ['endpoints: h:40000\nusername: u\npassword: p\ndatabase: d', []],
  ])('assumes the product of inner lines only where it is clear: %j', (text, products) => {
    const parsed = parseCredentials(text)
    expect(parsed.credentials.map(({ facts }) => facts.product)).toEqual(products)
    expect(parsed.issues.map(({ code }) => code)).toContain(
      products.length > 0 ? 'product_assumed' : 'product_unclear',
    )
  })

  it('names the lines with characters that nobody sees, outside quotes only', () => {
    const text = good
      .replace('  tls', '\u00a0 tls')
      .replace('topic: orders', 'topic: ord\u202eers')
      .replace('ok', '\u0007ok')
    expect(answer(text)).toEqual([[], ['no_break_space@5', 'invisible_character@6', 'control_character@8']])
    expect(answer(good.replace('10.20', '10.\u200b20'))).toEqual([[], ['invisible_character@3']])
  })

  it('refuses a JSON text that the terminal broke inside quotes', () => {
    const json = loadFixture('w4-format-json').replace('Canary1', 'Cana\nry1')
    expect(answer(json)).toEqual([[], ['broken_line@1']])
  })
})

describe('what YAML would read as something else', () => {
  it.each([
    ['a second kafka', good.replace('ok:', 'kafka: {}\nok:'), ['duplicate_key@8']],
    ['a second password', good.replace('  tls', '  password: other\n  tls'), ['duplicate_key@5']],
    ['__proto__', good.replace('  tls', '  __proto__: x\n  tls'), ['forbidden_key@5']],
    ['constructor', good.replace('  tls', '  constructor: x\n  tls'), ['forbidden_key@5']],
    ['a merge', good.replace('  tls', '  <<: {tls: enabled}\n  tls'), ['forbidden_key@5']],
    ['a key that is a list', good.replace('  tls', '  ? [a]\n  : b\n  tls'), ['forbidden_key@5']],
    ['an anchor on the product', good.replace('kafka:', 'kafka: &k'), ['quote_the_value@1']],
    ['depth', good.replace('tls: disabled', 'tls: [[[[[[[[[x]]]]]]]]]'), ['too_deep@5', 'not_text@5']],
    ['a line that is none', good.replace('  tls', 'x\n  tls'), ['not_yaml@5']],
  ])('refuses %s', (_, text, issues) => {
    const parsed = parseCredentials(text)
    expect(parsed.credentials).toEqual([])
    const told = parsed.issues.map(({ code, line }) => `${code}@${line ?? '-'}`)
    expect(told).toEqual(expect.arrayContaining(issues.slice(0, 1)))
  })
})

function fieldsOf(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/^ {2}([\w-]+): (.*)$/gm)].map(([, key = '', value = '']) => [key, value]),
  )
}
