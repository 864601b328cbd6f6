import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { makeProfile } from '#components/profiles/testing/make-profile.ts'
import { showInTeam } from '#components/shell/testing/show-in-team.tsx'
import { defaultAddress } from '#lib/client/record-address.ts'
import { ExportControl } from './export-control.tsx'

const push = vi.fn()
vi.mock('next/navigation', () => ({ useRouter: () => ({ push }) }))

const address = {
  ...defaultAddress,
  from: 'earliest',
  filterText: 'paid',
  selected: { partition: 0, offset: '3' },
}

test.each([
  [['see', 'use'] as const, ['Produce what is found…']],
  [['see'] as const, []],
])('with the rights %j what is found can go to the Produce page: %j', async (rights, offered) => {
  const profile = makeProfile({ rights: [...rights] })
  showInTeam(<ExportControl team="team_test" profile={profile} topic="orders" address={address} />, {})
  await userEvent.click(screen.getByRole('button', { name: 'Export' }))
  const items = screen.getAllByRole('menuitem').map(({ textContent }) => textContent)
  expect(items.filter((item) => item.startsWith('Produce'))).toEqual(offered)
  if (offered.length === 0) return
  await userEvent.click(screen.getByRole('menuitem', { name: 'Produce what is found…' }))
  expect(push).toHaveBeenCalledWith(
    `/teams/team_test/profiles/${profile.id}/produce?topic=orders&from=earliest&filter.text=paid&source=found`,
  )
})
