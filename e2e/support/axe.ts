import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** The rules of WCAG 2.2 AA, and the habits that axe calls best practice. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const WIDTHS = [390, 1440]

async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze()
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help} at ${node.target.join(' ')}`),
  )
}

/**
 * expectAccessible looks at the page as a phone and as a desk shows it: axe finds nothing, and nothing makes the
 * whole page scroll sideways. The screenshots stay in test-results for people to look at.
 */
export async function expectAccessible(page: Page, name: string, folder: string): Promise<void> {
  const before = page.viewportSize()
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 })
    await expect(async () => {
      const { scrollWidth, clientWidth } = await page.evaluate(() => ({
        scrollWidth: document.documentElement.scrollWidth,
        clientWidth: document.documentElement.clientWidth,
      }))
      expect(scrollWidth, `${name} at ${width} px fits its window`).toBeLessThanOrEqual(clientWidth)
    }).toPass({ timeout: 5_000 })
    expect(await findings(page), `axe on ${name} at ${width} px`).toEqual([])
    await page.screenshot({ path: `${folder}/${name}-${width}.png`, fullPage: true })
  }
  if (before !== null) await page.setViewportSize(before)
}
