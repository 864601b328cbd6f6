import { randomUUID } from 'node:crypto'
import type { Chance } from '#lib/records/seeded-chance.ts'

/** processChance is chance that nobody can repeat. */
export const processChance: Chance = { random: Math.random, uuid: randomUUID }
