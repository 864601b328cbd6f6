import type { Faker } from '@faker-js/faker'
import { seededChance } from '../seeded-chance.ts'
import { type FakeNames, type Generator, plain, within } from './generator.ts'
import type { Template, TemplateSource } from './template.ts'

/** Making a name takes a hundred times longer than choosing one: so many are made of each kind, as they are needed. */
const KEPT = 4_096
/** Behind an address’s name, so that few are the same. */
const MAX_ADDRESS_NUMBER = 9_999

type Say = (faker: Faker) => string

const withNames =
  (make: (names: FakeNames) => Template): Generator =>
  (args, names) => {
    if (args.length > 0) return 'it takes no argument.'
    if (names) return make(names)
    return () => {
      throw new Error('The library of names was not loaded for this template.')
    }
  }

/** One of a few thousand, each made when it is first chosen, of its own number: the record's dice choose, no more. */
function kept(say: Say, names: FakeNames): Template {
  const made: (string | undefined)[] = new Array<string | undefined>(KEPT)
  return ({ random }) => {
    const number = within(random, 0, KEPT - 1)
    return (made[number] ??= say(names(seededChance(number))))
  }
}

const one = (say: Say): Generator => withNames((names) => kept(say, names))
/** A new one each time, where two that are the same would be taken for an error. */
const each = (say: Say): Generator => withNames((names) => (source) => say(names(source)))

/** Two names and a number: many more than are kept. */
function address(write: (first: string, last: string, number: number) => string): Generator {
  return withNames((names) => {
    const plainLetters = (name: string): string => name.toLowerCase().replaceAll(/[^a-z]/g, '')
    const first = kept((faker) => plainLetters(faker.person.firstName()), names)
    const last = kept((faker) => plainLetters(faker.person.lastName()), names)
    return (source) => write(first(source), last(source), within(source.random, 1, MAX_ADDRESS_NUMBER))
  })
}

const bytes = (count: number, write: (byte: number) => string, between: string): Generator =>
  plain(({ random }: TemplateSource) =>
    Array.from({ length: count }, () => write(within(random, 0, 255))).join(between),
  )
const hex = (byte: number): string => byte.toString(16).padStart(2, '0')

const fullName = withNames((names) => {
  const first = kept((faker) => faker.person.firstName(), names)
  const last = kept((faker) => faker.person.lastName(), names)
  return (source) => `${first(source)} ${last(source)}`
})

/** nameGenerators are people, places, companies as they might be, by Faker. E-mail addresses reach nobody. */
export const nameGenerators = {
  firstName: one((faker) => faker.person.firstName()),
  lastName: one((faker) => faker.person.lastName()),
  fullName,
  jobTitle: one((faker) => faker.person.jobTitle()),
  email: address((first, last, number) => `${first}.${last}${number}@example.com`),
  userName: address((first, last, number) => `${first}_${last}${number}`),
  phone: each((faker) => faker.phone.number({ style: 'international' })),
  street: one((faker) => faker.location.streetAddress()),
  city: one((faker) => faker.location.city()),
  zipCode: one((faker) => faker.location.zipCode()),
  state: one((faker) => faker.location.state()),
  country: one((faker) => faker.location.country()),
  countryCode: one((faker) => faker.location.countryCode()),
  latitude: plain(({ random }) => (random() * 180 - 90).toFixed(4)),
  longitude: plain(({ random }) => (random() * 360 - 180).toFixed(4)),
  company: one((faker) => faker.company.name()),
  product: one((faker) => faker.commerce.productName()),
  department: one((faker) => faker.commerce.department()),
  price: plain(({ random }) => (1 + random() * 999).toFixed(2)),
  currency: one((faker) => faker.finance.currencyCode()),
  iban: each((faker) => faker.finance.iban()),
  creditCard: each((faker) => faker.finance.creditCardNumber()),
  ipv4: bytes(4, String, '.'),
  ipv6: plain(({ random }) =>
    Array.from({ length: 8 }, () => within(random, 0, 0xffff).toString(16)).join(':'),
  ),
  macAddress: bytes(6, hex, ':'),
  domain: one((faker) => faker.internet.domainName()),
  url: one((faker) => faker.internet.url()),
  userAgent: one((faker) => faker.internet.userAgent()),
  color: one((faker) => faker.color.human()),
  sentence: one((faker) => faker.lorem.sentence()),
} as const satisfies Record<string, Generator>
