import { describe, expect, it } from 'vitest'
import type { ParseIssue } from '#lib/shared/credential.ts'
import { loadFixture } from './fixtures/load-fixture.ts'
import { parseCredentials } from './parse-credentials.ts'

function issues(text: string): Pick<ParseIssue, 'code' | 'line' | 'command'>[] {
  const parsed = parseCredentials(text)
  expect(parsed.credentials).toEqual([])
  return parsed.issues.map(({ code, line, command }) => ({
    code,
    ...(line === undefined ? {} : { line }),
    ...(command === undefined ? {} : { command }),
  }))
}

const again = 'juju run data-integrator/leader get-credentials'
const notRelated = 'The action can be run only after relation is created.'
const notConfigured =
  'The database name, topic name, index name, keyspace name, or prefix is not specified in the config.'

describe('what Juju says instead of credentials', () => {
  const cases: [string, string, number, string][] = [
    [
      `Action id 2 failed: ${notRelated}\nok: "False"\n`,
      'not_related',
      1,
      'juju integrate data-integrator kafka',
    ],
    [
      `Running operation 1 with 1 task\n  - task 2 on unit-data-integrator-0\n\nWaiting for task 2...\nAction id 2 failed: ${notConfigured}\nok: "False"`,
      'not_configured',
      5,
      'juju config data-integrator topic-name=my-topic extra-user-roles=producer,consumer',
    ],
    [
      `data-integrator/0:\n  id: "4"\n  message: ${notRelated}\n  results:\n    ok: "False"\n  status: failed\n  unit: data-integrator/0`,
      'not_related',
      3,
      'juju integrate data-integrator kafka',
    ],
    [
      'data-integrator/0:\n  id: "4"\n  message: something else\n  results: {}\n  status: failed',
      'action_failed',
      5,
      'juju status data-integrator --relations',
    ],
    [
      '{"data-integrator/0":{"id":"4","message":"exit status 1","results":{"ok":"False"},"status":"failed"}}',
      'action_failed',
      1,
      'juju status data-integrator --relations',
    ],
    ['ok: "False"', 'action_failed', 1, 'juju status data-integrator --relations'],
    ['timed out waiting for results from: unit data-integrator/0', 'timed_out', 1, `${again} --wait 5m`],
    [
      'ERROR timed out waiting for results from: unit data-integrator/0',
      'timed_out',
      1,
      `${again} --wait 5m`,
    ],
    [
      'Operation 3 failed to schedule any tasks:\nno unit "data-integrator/5"',
      'not_scheduled',
      1,
      'juju status data-integrator',
    ],
    ['$ juju run\nERROR application "data-integrator" not found', 'juju_error', 2, 'juju status'],
    ['10:15:31 ERROR connection is shut down', 'juju_error', 1, 'juju status'],
    ['Task 2 pending', 'task_pending', 1, 'juju show-task 2 --wait 1m'],
    ['id: "7"\nstatus: running', 'task_pending', 2, 'juju show-task 7 --wait 1m'],
    ['Action queued with id: "30"', 'action_queued', 1, 'juju show-action-output 30 --wait 1m'],
    ['Scheduled operation 1 with task 2', 'task_scheduled', 1, 'juju show-task 2 --wait 1m'],
    ['Scheduled operation 1 with 2 tasks', 'operation_scheduled', 1, 'juju show-operation 1 --wait 1m'],
    [
      'Running operation 1 with 1 task\n  - task 2 on unit-di-0\n\nWaiting for task 2...\n',
      'still_waiting',
      4,
      again,
    ],
    ['ok: "True"', 'no_product', 1, again],
    ['kafka: {}\nok: "True"', 'no_product', 1, again],
    ['id: "7"\nresults:\n  ok: "True"\nstatus: completed', 'no_product', 3, again],
    [loadFixture('w14-requests'), 'databag', 1, again],
  ]
  it.each(cases)('%j', (text, code, line, command) => {
    expect(issues(text).filter((issue) => issue.code !== 'ignored_lines')).toEqual([{ code, line, command }])
    expect(parseCredentials(text).issues.filter(({ severity }) => severity === 'error')[0]?.code).toBe(code)
  })

  it('names the line of a failure inside the output of one of several units', () => {
    const text = `data-integrator/0:\n  id: "6"\n  output: |\n    Action id 6 failed: ${notRelated}\n    ok: "False"\n  status: failed`
    expect(issues(text)[0]).toEqual({
      code: 'not_related',
      line: 4,
      command: 'juju integrate data-integrator kafka',
    })
  })

  it('does not speak of a queued action when its result stands below', () => {
    const parsed = parseCredentials(`Action queued with id: "30"\n${loadFixture('w9-run-action')}`)
    expect([parsed.credentials.length, parsed.issues]).toEqual([1, []])
  })
})

describe('texts that are no output', () => {
  it.each([
    ['', 'empty'],
    [' \n\t\n', 'empty'],
    ['hello, here you are', 'not_an_output'],
    ['<html><body>kafka</body></html>', 'not_an_output'],
    ['a: b\nc: d\n', 'not_an_output'],
    ['x'.repeat(65_537), 'too_large'],
    ['ü'.repeat(32_769), 'too_large'],
    [`kafka: ${'['.repeat(1000)}`, 'too_deep'],
    [`kafka:\n  endpoints: [${'a,'.repeat(20_000)}]`, 'too_many_parts'],
    [`kafka:\n  ${'- '.repeat(200)}`, 'too_deep'],
  ])('%#', (text, code) => {
    expect(issues(text).map((issue) => issue.code)).toEqual([code])
  })
})
