import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { ShortcutHost } from './shortcut-host.tsx'
import { setSingleKeys } from './single-keys.ts'
import { showInTeam } from './testing/show-in-team.tsx'
import { useShortcuts } from './use-shortcuts.ts'

const run = vi.fn<(keys: string) => void>()

function Page() {
  const [open, setOpen] = useState(false)
  useShortcuts([
    { keys: 'n', label: 'New', group: 'Page', run: () => run('n') },
    { keys: 'g p', label: 'Profiles', group: 'Page', run: () => run('g p') },
    { keys: 'mod+k', label: 'Find', group: 'Page', run: () => run('mod+k') },
  ])
  return (
    <>
      <input aria-label="Field" />
      <ShortcutHost open={open} onOpenChange={setOpen} />
    </>
  )
}

afterEach(() => {
  run.mockClear()
  setSingleKeys(true)
})

test('runs single keys and pairs', async () => {
  showInTeam(<Page />)
  await userEvent.keyboard('ngp')
  expect(run.mock.calls).toEqual([['n'], ['g p']])
})

test('is deaf to single keys in a field, not to those with Ctrl', async () => {
  showInTeam(<Page />)
  await userEvent.type(screen.getByRole('textbox', { name: 'Field' }), 'n')
  await userEvent.keyboard('{Control>}k{/Control}')
  expect(run.mock.calls).toEqual([['mod+k']])
})

test('lists what is offered, and lets single keys be turned off', async () => {
  showInTeam(<Page />)
  await userEvent.keyboard('?')
  expect(screen.getByRole('dialog', { name: 'Keys' }).textContent).toContain('ProfilesGP')
  await userEvent.click(screen.getByRole('checkbox', { name: /Single keys act/ }))
  await userEvent.keyboard('{Escape}n')
  expect(run).not.toHaveBeenCalled()
})
