import { failingTest as test } from './support/failing-world.ts'
import { expect } from './support/fixtures.ts'
import { jsonLines, keystream } from './support/keystream.ts'
import { passwordIn, Sandbox } from './support/sandbox.ts'

/** The controller gives up on a dead broker after 6 s; a loaded machine takes longer. */
const NOTICE_MS = 60_000
const SAYS = 'Partition 0 of topic “orders” has no leader right now.'

test('a topic without a leader is told by the API, the page and the command line', async ({
  api,
  team,
  ownerPage: page,
  allowCheck,
}) => {
  test.setTimeout(240_000)
  const three = await Sandbox.start({ brokers: 3 })
  try {
    await three.createTopic('orders', 1, 1)
    const user = await three.addUser('producer,consumer', 'orders')
    const paste = user.pastes.kafka4
    await three.kill(await three.leaderOf('orders'))
    await expect.poll(() => three.leaderOf('orders'), { timeout: NOTICE_MS }).toBeLessThan(0)

    const told = { type: 'verdict', verdict: 'limited', code: 'broker_no_leader', message: SAYS }
    const { code, stdout } = await keystream(['check', '--json'], paste)
    expect(jsonLines(stdout).at(-1), stdout).toMatchObject(told)
    expect(code).toBe(1)

    const kept = await api.post(`/api/teams/${team}/profiles`, { data: { text: paste } })
    const { id } = (await kept.json()) as { id: string }
    await allowCheck()
    const stream = await (await api.post(`/api/teams/${team}/profiles/${id}/check`, { data: {} })).text()
    expect(jsonLines(stream).at(-1), stream).toMatchObject(told)
    expect(stdout + stream).not.toContain(passwordIn(paste))

    await allowCheck()
    await page.goto(`/teams/${team}/profiles/${id}`)
    await page.getByRole('button', { name: 'Run again' }).click()
    const steps = page.getByRole('list', { name: 'Steps of the check' })
    await expect(steps.getByRole('listitem').filter({ hasText: /^Topic: warning/ })).toContainText(SAYS)
    await expect(steps.getByRole('listitem').filter({ hasText: /^Read: failed/ })).toContainText(SAYS)
    await expect(page.getByRole('status').filter({ hasText: 'broker_no_leader' })).toBeVisible()
  } finally {
    await three.stop()
  }
})
