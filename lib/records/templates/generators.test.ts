import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededChance } from '../seeded-chance.ts'
import { generatorHelp } from './generator-help.ts'
import { loadNames } from './load-names.ts'
import { compileTemplate } from './template.ts'
import { generators } from './template-generators.ts'

const NOW = Date.UTC(2026, 0, 31, 12, 30, 15, 250)
const MANY = 4_000

const values = (template: string, count = MANY, seed = 1): string[] => {
  const made = compileTemplate(template)
  const chance = seededChance(seed)
  return Array.from({ length: count }, (_, sequence) => made({ sequence, now: NOW, ...chance }))
}
const numbers = (template: string) => values(template).map(Number)
const mean = (list: readonly number[]) => list.reduce((sum, each) => sum + each, 0) / list.length
const shareOf = (list: readonly string[], wanted: string) =>
  list.filter((each) => each === wanted).length / list.length

describe('generators', () => {
  it('each one is in the list for people, and each line of the list works', () => {
    const inserts = generatorHelp.flatMap((group) => group.generators.map(({ insert }) => insert))
    for (const insert of inserts) expect(() => compileTemplate(insert), insert).not.toThrow()
    const listed = new Set(inserts.map((insert) => /\w+/.exec(insert)?.[0]))
    expect([...listed].sort()).toEqual(Object.keys(generators).sort())
  })

  it('the same seed gives the same texts', () => {
    const template = "{{uuid}}{{normal 0 1}}{{words 1 5}}{{regex '[a-z]{5}'}}{{past 1d}}"
    expect(values(template, 20)).toEqual(values(template, 20))
    expect(values(template, 20, 2)).not.toEqual(values(template, 20))
    expect(new Set(values('{{uuid}}')).size).toBe(MANY)
    expect(values('{{uuid}}', 1)[0]).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/,
    )
  })

  it('numbers follow their distributions', () => {
    const normal = numbers('{{normal 100 15 1}}')
    expect(mean(normal)).toBeCloseTo(100, -1)
    const deviation = Math.sqrt(mean(normal.map((each) => (each - mean(normal)) ** 2)))
    expect(deviation).toBeGreaterThan(14)
    expect(deviation).toBeLessThan(16)
    const exponential = numbers('{{exponential 5}}')
    expect(Math.min(...exponential)).toBeGreaterThanOrEqual(0)
    expect(mean(exponential)).toBeGreaterThan(4.5)
    expect(mean(exponential)).toBeLessThan(5.5)
    const ranks = values('{{zipf 100 1}}')
    // The first of a hundred comes as often as 1 / (1 + 1/2 + … + 1/100): 19.3 of a hundred times, twice the second.
    expect(shareOf(ranks, '1')).toBeGreaterThan(0.17)
    expect(shareOf(ranks, '1')).toBeLessThan(0.22)
    expect(ranks.every((each) => Number(each) >= 1 && Number(each) <= 100)).toBe(true)
    expect(shareOf(values('{{weighted paid 90 refused 10 never 0}}'), 'paid')).toBeCloseTo(0.9, 1)
    expect(values('{{randomFloat 1 2 3}}', 5).every((each) => /^1\.\d{3}$|^2\.000$/.test(each))).toBe(true)
  })

  it('times are written as asked', () => {
    expect(values("{{now 'dd.MM.yyyy HH:mm:ss.SSS'}} {{now seconds}} {{now ms}}", 1)).toEqual([
      `31.01.2026 12:30:15.250 ${Math.floor(NOW / 1000)} ${NOW}`,
    ])
    const past = numbers('{{past 1h ms}}')
    expect(Math.max(...past)).toBeLessThanOrEqual(NOW)
    expect(Math.min(...past)).toBeGreaterThan(NOW - 3_600_000)
    expect(mean(past)).toBeLessThan(NOW - 1_600_000)
  })

  it('texts have the lengths asked for', () => {
    const letters = values('{{letters 2 4}}')
    expect(letters.every((each) => /^[a-z]{2,4}$/.test(each))).toBe(true)
    expect(new Set(letters.map((each) => each.length))).toEqual(new Set([2, 3, 4]))
    expect(values('{{words 3}}').every((each) => /^[a-z]+( [a-z]+){2}$/.test(each))).toBe(true)
    expect(values('{{sequence 100 -10}}', 3)).toEqual(['100', '90', '80'])
    expect(new Set(values("{{choice 'dark red' it''s blue}}"))).toEqual(
      new Set(['dark red', "it''s", 'blue']),
    )
  })

  it('names are made once their library is there, and of the record’s own dice', async () => {
    const text = '{{fullName}}|{{email}}|{{city}}|{{company}}|{{iban}}'
    expect(await loadNames(['{{uuid}} country'])).toBeNull()
    const names = await loadNames([text])
    const made = compileTemplate(text, names)
    const render = (seed: number) => made({ sequence: 0, now: NOW, ...seededChance(seed) })
    expect(render(1)).toBe(render(1))
    expect(render(1)).not.toBe(render(2))
    expect(render(1)).toMatch(/^[^|]+\|[^|@]+@example\.com\|[^|]+\|[^|]+\|[A-Z]{2}\d{2}[A-Z0-9]+$/)
  })

  it.each([
    ['{{now later}}', 'it takes at most one format'],
    ['{{past 5}}', 'it takes how far back at most'],
    ['{{normal 1}}', 'it takes the mean and the standard deviation'],
    ['{{exponential 0}}', 'it takes the mean, above 0.'],
    ['{{zipf 1000000}}', 'it takes the number of ranks'],
    ['{{weighted a b}}', 'it takes words and their weights'],
    ['{{letters 5 1}}', 'it takes the number of letters'],
    ['{{sequence 1 2 3}}', 'it takes at most two whole numbers'],
    ["{{regex '[a'}}", 'a [ is never closed'],
    ["{{regex '(a{500}){9}'}}", 'could be longer than 4096'],
    ["{{choice 'a b}}", "a quote ' is never closed."],
    ["{{choice 'a'b}}", 'after a closing quote'],
    ['{{fullName x}}', 'it takes no argument.'],
  ])('says what is wrong with %s', (template, problem) => {
    expect(() => compileTemplate(template)).toThrow(problem)
  })
})

describe('{{regex}}', () => {
  const patterns = fc
    .letrec((tie) => ({
      atom: fc.oneof(
        { maxDepth: 2 },
        fc.constantFrom(
          'a',
          'Z',
          '7',
          ' ',
          '-',
          '\\d',
          '\\w',
          '\\s',
          '\\S',
          '\\.',
          '.',
          '[a-f0-9]',
          '[^x-z]',
          '[\\d_-]',
        ),
        tie('alternatives').map((inner) => `(${String(inner)})`),
        tie('alternatives').map((inner) => `(?:${String(inner)})`),
      ),
      repeated: fc
        .tuple(tie('atom'), fc.constantFrom('', '', '?', '*', '+', '{2}', '{1,3}', '{2,}'))
        .map((parts) => parts.join('')),
      sequence: fc.array(tie('repeated'), { maxLength: 3 }).map((parts) => parts.join('')),
      alternatives: fc.array(tie('sequence'), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('|')),
    }))
    .alternatives.map(String)
    // The engine that is asked whether a text matches backtracks.
    .filter((pattern) => pattern.length <= 40)

  it('makes what the pattern matches', () => {
    fc.assert(
      fc.property(patterns, fc.integer({ min: 0, max: 1_000_000 }), (pattern, seed) => {
        const template = `{{regex '${pattern}'}}`
        let text: string | undefined
        try {
          text = compileTemplate(template)({ sequence: 0, now: 0, ...seededChance(seed) })
        } catch (error) {
          expect(String(error)).toContain('could be longer')
        }
        if (text !== undefined) expect(text).toMatch(new RegExp(`^(?:${pattern})$`))
      }),
    )
  })

  it('either reads any pattern or says what is wrong', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from(String.raw`ab01()[]{}|?*+^$\d,-:`)) }),
        (pattern) => {
          try {
            compileTemplate(`{{regex '${pattern}'}}`)
          } catch (error) {
            expect(error).toHaveProperty('name', 'TemplateError')
          }
        },
      ),
    )
  })
})
