import { rm, writeFile } from 'node:fs/promises'
import type { APIRequestContext, Page } from '@playwright/test'
import { expectAccessible } from './support/axe.ts'
import { expect, test } from './support/fixtures.ts'
import { keystream } from './support/keystream.ts'
import type { Sandbox, SandboxUser } from './support/sandbox.ts'

const MIB = 1024 * 1024
const HUGE_CHARACTERS = 10 * MIB

async function makeProfile(
  { kafka, api, team }: { kafka: Sandbox; api: APIRequestContext; team: string },
  topic: string,
): Promise<{ user: SandboxUser; live: string }> {
  const user = await kafka.addUser('producer,consumer', topic)
  await kafka.createTopic(topic, 1)
  const answer = await api.post(`/api/teams/${team}/profiles`, {
    data: { text: user.pastes.kafka4, name: `edges of ${topic}` },
  })
  expect(answer.status(), await answer.text()).toBe(201)
  const { id } = (await answer.json()) as { id: string }
  return {
    user,
    live: `/teams/${team}/profiles/${id}/live?${new URLSearchParams({ topic, from: 'earliest' })}`,
  }
}

/** A record as an export has it. */
const exported = (key: string, value: string) => ({
  type: 'record',
  partition: 0,
  offset: '0',
  timestamp: Date.now(),
  timestampType: 'create',
  key: { text: key },
  value: { text: value },
  headers: [],
  keySize: key.length,
  valueSize: value.length,
  compression: 'none',
  transactional: false,
})

const grid = (page: Page) => page.getByRole('grid', { name: 'Records' })

test('a value of 10 MiB is cut in the list, and whole when somebody asks', async ({
  kafka,
  api,
  team,
  ownerPage: page,
}, info) => {
  const { user, live } = await makeProfile({ kafka, api, team }, 'huge')
  const file = info.outputPath('huge.ndjson')
  const paste = info.outputPath('paste.yaml')
  const end = 'the very end'
  // Compressed it fits into a batch of a topic as it is by default.
  await writeFile(file, `${JSON.stringify(exported('huge', 'x'.repeat(HUGE_CHARACTERS) + end))}\n`)
  await writeFile(paste, user.pastes.kafka4, { mode: 0o600 })
  const produced = await keystream(['produce', '-c', paste, '--records', file, '--compression', 'gzip'])
  expect(produced.code, produced.stderr).toBe(0)
  await rm(file)
  await rm(paste)

  await page.goto(live)
  await expect(grid(page)).toContainText('huge')
  await grid(page).getByText('huge').click()
  const detail = page.getByRole('complementary', { name: 'Record' })
  await expect(detail.getByText('The first 20 KiB of 10 MiB.')).toBeVisible()
  await expectAccessible(page, 'viewer-huge', info.outputPath('screens'))
  await detail.getByRole('button', { name: /^Load the whole record \(10 MiB\)/ }).click()
  await expect(detail.getByText(/^The first .* of 10 MiB\.$/)).toHaveCount(0)
  await detail.getByRole('button', { name: /^Show the other .* characters$/ }).click()
  await expect(detail.getByRole('region', { name: 'Value, as text' })).toContainText(end)
})
