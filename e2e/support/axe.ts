import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'

/** The rules of WCAG 2.2 AA, and the habits that axe calls best practice. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const WIDTHS = [390, 1440]
/** A finite movement that is under way would show colours that nobody has chosen. */
const REST_MS = 5_000
/** Four times axe and a picture of the whole page: what a look takes on a busy machine is not the test's own time. */
const LOOK_MS = 15_000

/** The rules that look at colours: all else is the same in both themes, and was looked at in the first. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block']

async function findings(page: Page, onlyColours: boolean): Promise<string[]> {
  const axe = new AxeBuilder({ page })
  const chosen = onlyColours ? axe.withRules(COLOUR_RULES) : axe.withTags(RULES)
  const { violations } = await chosen.analyze()
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help} at ${node.target.join(' ')}`),
  )
}

/** Shows the page as the system's other preference does, which it follows at once, and waits until it rests. */
async function show(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme })
  await page.waitForFunction(
    (dark) =>
      document.documentElement.classList.contains('dark') === dark &&
      document
        .getAnimations()
        .every(
          ({ playState, effect }) =>
            playState !== 'running' || effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY,
        ),
    colorScheme === 'dark',
    { timeout: REST_MS },
  )
}

/**
 * expectAccessible looks at the page as a phone and as a desk shows it, light and dark: axe finds nothing, and nothing
 * makes the whole page scroll sideways. A test that runs in dark alone is looked at in dark alone. The screenshots stay
 * in test-results for people to look at.
 */
export async function expectAccessible(page: Page, name: string, folder: string): Promise<void> {
  test.setTimeout(test.info().timeout + LOOK_MS)
  const before = page.viewportSize()
  // Between two pages there is for a moment neither: what is to be looked at has its heading. A dialog takes it out of
  // the accessibility tree, and not out of sight.
  await expect(page.getByRole('heading', { level: 1, includeHidden: true })).toBeVisible()
  const isDark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 })
    await expectToFit(page, `${name} at ${width} px`)
    for (const [index, scheme] of (isDark ? (['dark'] as const) : (['dark', 'light'] as const)).entries()) {
      await show(page, scheme)
      expect(await findings(page, index > 0), `axe on ${name} at ${width} px, ${scheme}`).toEqual([])
      await page.screenshot({ path: `${folder}/${name}-${width}-${scheme}.png`, fullPage: true })
    }
  }
  if (before !== null) await page.setViewportSize(before)
}

async function expectToFit(page: Page, what: string): Promise<void> {
  await expect(async () => {
    const { scrollWidth, clientWidth } = await page.evaluate(() => ({
      scrollWidth: document.documentElement.scrollWidth,
      clientWidth: document.documentElement.clientWidth,
    }))
    expect(scrollWidth, `${what} fits its window`).toBeLessThanOrEqual(clientWidth)
  }).toPass({ timeout: 5_000 })
}
