import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expectNoSecret, failingTest as test } from './support/failing-world.ts'
import { deadlineOf, type FailureCase, type FailureWorld } from './support/failure-case.ts'
import { mutual, namesOf, patientCases, promptCases } from './support/failure-cases.ts'
import { expect } from './support/fixtures.ts'
import { jsonLines, keystream } from './support/keystream.ts'
import type { ClientCertificate } from './support/sandbox.ts'

/** Writes certificate and key where the options read them, for as long as `work` lasts. */
async function withFiles<T>(
  { certificatePem, keyPem }: ClientCertificate,
  work: (options: string[]) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'keystream-e2e-'))
  const [cert, key] = [path.join(folder, 'client.pem'), path.join(folder, 'client.key')]
  try {
    await writeFile(cert, certificatePem)
    await writeFile(key, keyPem, { mode: 0o600 })
    return await work(['--client-cert', cert, '--client-key', key])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function expectCommandTells(failure: FailureCase, world: FailureWorld): Promise<void> {
  const run = (options: string[]) => keystream(['check', '--json', ...options], failure.paste(world))
  const certificate = failure.certificate?.(world)
  const { code, stdout, stderr } = certificate ? await withFiles(certificate, run) : await run([])
  const lines = jsonLines(stdout)
  const step = lines.find(({ step: name, status }) => name === failure.step && status === 'failed')
  const verdict = lines.at(-1)
  expect(
    { code, failed: lines.filter(({ status }) => status === 'failed')[0]?.['step'] },
    stdout + stderr,
  ).toEqual({
    code: 1,
    failed: failure.step,
  })
  expect(step?.['code']).toBe(failure.code)
  expect(step?.['detail']).toMatch(failure.says)
  expect(verdict).toMatchObject({
    type: 'verdict',
    verdict: failure.verdict ?? 'failed',
    code: failure.code,
    message: expect.stringMatching(failure.says),
    advice: expect.stringMatching(/\w/),
  })
  expect(verdict?.['milliseconds']).toBeLessThan(deadlineOf(failure))
  expectNoSecret(stdout + stderr, world)
}

for (const failure of promptCases) {
  test(`check --json tells: ${failure.name}`, async ({ world }) => expectCommandTells(failure, world))
}

test(`check --json tells, side by side: ${namesOf(patientCases)}`, async ({ world }) => {
  await Promise.all(patientCases.map((failure) => expectCommandTells(failure, world)))
})

test('a key that belongs to another certificate, or to none, is refused before anything is dialled', async ({
  world,
}) => {
  const paste = mutual(world)
  const foreign = { certificatePem: world.stranger.certificatePem, keyPem: world.expired.keyPem }
  for (const [pair, says] of [
    [foreign, /does not belong to its certificate/],
    [{ ...foreign, keyPem: 'no key at all' }, /no readable private key/],
  ] as const) {
    const run = await withFiles(pair, (options) => keystream(['check', '--json', ...options], paste))
    expect(run.code).toBe(2)
    const { error } = JSON.parse(run.stderr.trim().split('\n').at(-1) ?? '') as {
      error: { code: string; message: string }
    }
    expect(error).toMatchObject({ code: 'client_certificate_unusable' })
    expect(error.message).toMatch(says)
    expectNoSecret(run.stdout + run.stderr, world)
  }
})

test('an authority that is no certificate is refused as bad input', async ({ world }) => {
  const paste = world.user.pastes['kafka4-tls'].replace(/\n {4}MI[A-Za-z0-9+/=]+/, '\n    rubbish')
  const { code, stdout, stderr } = await keystream(['check', '--json'], paste)
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(/tls-ca|certificate/i)
  expectNoSecret(stderr, world)
})

test('--no-verify-hostname accepts another name, and still no other authority', async ({ world }) => {
  const paste = world.user.pastes['kafka4-tls']
  const at = (port: number) => paste.replace(/endpoints: \S+/, `endpoints: 127.0.0.1:${port}`)
  const lax = await keystream(['check', '--json', '--no-verify-hostname'], at(world.ports.otherName))
  const steps = jsonLines(lax.stdout)
  expect(steps.find(({ step }) => step === 'tls')).toMatchObject({ status: 'ok' })
  expect(lax.code, lax.stdout).toBe(0)
  const foreign = at(world.ports.otherAuthority)
  const stranger = await keystream(['check', '--json', '--no-verify-hostname'], foreign)
  expect(jsonLines(stranger.stdout).at(-1)).toMatchObject({ code: 'broker_tls_unknown_ca' })
  const advised = await keystream(['check'], at(world.ports.otherName))
  expect(advised.stdout).toContain('--no-verify-hostname')
})

test('a user who may not write is told which topic', async ({ kafka }) => {
  const reader = await kafka.addUser('consumer', 'orders')
  const { code, stderr } = await keystream(['produce', '--json', '-n', '1'], reader.pastes.kafka4)
  expect(code).not.toBe(0)
  expect(stderr).toContain('“orders”')
  expect(stderr).not.toContain('cluster itself')
})
