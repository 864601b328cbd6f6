import type { APIRequestContext } from '@playwright/test'
import { expectNoSecret, failingTest as test } from './support/failing-world.ts'
import { deadlineOf, type FailureCase, type FailureWorld, inputOf } from './support/failure-case.ts'
import { mutual, namesOf, patientCases, promptCases } from './support/failure-cases.ts'
import { expect } from './support/fixtures.ts'
import { jsonLines } from './support/keystream.ts'

interface Place {
  readonly world: FailureWorld
  readonly api: APIRequestContext
  readonly team: string
}

async function expectStreamTells(failure: FailureCase, { world, api, team }: Place): Promise<void> {
  const kept = await api.post(`/api/teams/${team}/profiles`, { data: inputOf(failure, world) })
  const face = await kept.text()
  expect(kept.status(), face).toBe(201)
  const { id } = JSON.parse(face) as { id: string }
  const answer = await api.post(`/api/teams/${team}/profiles/${id}/check`, { data: {} })
  const text = await answer.text()
  expect(answer.status(), text).toBe(200)
  const events = jsonLines(text)
  const [failed] = events.filter(({ status }) => status === 'failed')
  expect({ step: failed?.['step'], code: failed?.['code'] }, text).toEqual({
    step: failure.step,
    code: failure.code,
  })
  expect(failed?.['detail']).toMatch(failure.says)
  expect(events.at(-1)).toMatchObject({
    type: 'verdict',
    verdict: failure.verdict ?? 'failed',
    code: failure.code,
    message: expect.stringMatching(failure.says),
    advice: expect.stringMatching(/\w/),
  })
  expect(events.at(-1)?.['milliseconds']).toBeLessThan(deadlineOf(failure))
  expectNoSecret(face + text, world)
}

for (const failure of promptCases) {
  test(`the check’s stream tells: ${failure.name}`, async ({ world, api, team, allowCheck }) => {
    await allowCheck()
    await expectStreamTells(failure, { world, api, team })
  })
}

test(`the check’s stream tells, side by side: ${namesOf(patientCases)}`, async ({
  world,
  api,
  team,
  allowCheck,
}) => {
  await allowCheck(patientCases.length)
  await Promise.all(patientCases.map((failure) => expectStreamTells(failure, { world, api, team })))
})

test('what can’t be used is refused before it is kept, and names its field', async ({ world, api, team }) => {
  const text = mutual(world)
  const clientCertificate = world.stranger.certificatePem
  const cases = [
    { data: { text, clientCertificate, clientKey: world.expired.keyPem }, field: 'clientKey' },
    { data: { text, clientCertificate, clientKey: 'no key' }, field: 'clientKey' },
    { data: { text, clientCertificate }, field: 'clientKey' },
    {
      data: { text, clientCertificate: world.expired.certificatePem, clientKey: world.expired.keyPem },
      field: 'clientCertificate',
    },
    { data: { text: world.user.pastes.kafka4, verifyHostname: false }, field: 'verifyHostname' },
  ]
  for (const { data, field } of cases) {
    const answer = await api.post(`/api/teams/${team}/profiles`, { data })
    const body = await answer.text()
    expect({ status: answer.status(), ...(JSON.parse(body) as object) }, body).toMatchObject({
      status: 422,
      error: { code: 'unprocessable', field },
    })
    expectNoSecret(body, world)
  }
})

test('a profile accepts another name once told so, and still no other authority', async ({
  world,
  api,
  team,
  allowCheck,
}) => {
  const profiles = `/api/teams/${team}/profiles`
  for (const [port, verdict] of [
    [world.ports.otherName, { verdict: 'authorized' }],
    [world.ports.otherAuthority, { code: 'broker_tls_unknown_ca' }],
  ] as const) {
    const text = world.user.pastes['kafka4-tls'].replace(/endpoints: \S+/, `endpoints: 127.0.0.1:${port}`)
    const { id } = (await (await api.post(profiles, { data: { text } })).json()) as { id: string }
    const changed = await api.patch(`${profiles}/${id}`, { data: { verifyHostname: false } })
    expect(await changed.json()).toMatchObject({ verifyHostname: false })
    await allowCheck()
    const checked = await (await api.post(`${profiles}/${id}/check`, { data: {} })).text()
    expect(jsonLines(checked).at(-1), checked).toMatchObject(verdict)
  }
})
