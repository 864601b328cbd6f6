import type { Faker } from '@faker-js/faker'
import type { FakeNames } from './generator.ts'
import { nameGenerators } from './name-generators.ts'
import type { TemplateSource } from './template.ts'

const GENERATOR = /\{\{\s*([A-Za-z][A-Za-z0-9]*)/g

/** needsNames says whether a template asks for the library of names. */
function needsNames(template: string): boolean {
  return [...template.matchAll(GENERATOR)].some(([, name = '']) => Object.hasOwn(nameGenerators, name))
}

/**
 * loadNames loads the library of names where one of these templates asks for it, else gives null: half a megabyte
 * that no other template, page or command should wait for.
 */
export async function loadNames(templates: readonly string[]): Promise<FakeNames | null> {
  if (!templates.some(needsNames)) return null
  // One language's data alone; the package's main entry would load seventy.
  const { faker } = await import('@faker-js/faker/locale/en')
  let random: TemplateSource['random'] = Math.random
  // The language's entry has no class, but an instance of it: ours throws the dice of the record that is made.
  const FakerClass = faker.constructor as typeof Faker
  const own = new FakerClass({
    locale: faker.rawDefinitions,
    randomizer: { next: () => random(), seed: () => undefined },
  })
  return (source) => {
    random = source.random
    return own
  }
}
