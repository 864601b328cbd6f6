import { expect, it } from 'vitest'
import { EnvError, isLoopbackUrl, ownOrigins, parseEnv, setVariables } from './env.ts'

it('has defaults for everything but the master key', () => {
  const env = parseEnv({ PORT: '4000', KEYSTREAM_PUBLIC_URL: '' })
  expect(env).toMatchObject({
    publicUrl: 'http://localhost:4000',
    masterKeyFile: undefined,
    jobDays: 90,
    production: false,
  })
  expect(env.dataDir).toMatch(/\/\.keystream$/)
})

it.each([
  ['KEYSTREAM_PUBLIC_URL', 'keystream.example.com', /must be the address people open/],
  ['KEYSTREAM_PUBLIC_URL', 'https://keystream.example.com/canary', /without a path/],
  ['KEYSTREAM_PUBLIC_URL', 'https://canary:canary@keystream.example.com', /must be the address/],
  ['KEYSTREAM_PUBLIC_URL', 'http://keystream.example.com', /must begin with https/],
  ['KEYSTREAM_ADDRESS_HEADER', 'a b', /must be the name of one header/],
  ['PORT', 'canary', /must be a port number/],
  ['KEYSTREAM_JOB_DAYS', 'canary', /must be a number of days from 1 to 3650/],
  ['KEYSTREAM_JOB_DAYS', '0', /must be a number of days/],
  ['KEYSTREAM_JOB_DAYS', '3651', /must be a number of days/],
])('refuses %s=%s, naming it and not its value', (name, value, message) => {
  expect(() => parseEnv({ [name]: value })).toThrow(EnvError)
  expect(() => parseEnv({ [name]: value })).toThrow(message)
  expect(() => parseEnv({ [name]: value })).toThrow(name)
  expect(() => parseEnv({ [name]: value })).not.toThrow(/canary/)
})

it('keeps what is secret in it from being printed', () => {
  const env = parseEnv({
    KEYSTREAM_MASTER_KEYS: 'canary',
    KEYSTREAM_DATABASE_URL: 'postgres://u:canary@h/d',
    KEYSTREAM_METRICS_TOKEN: 'canary',
  })
  expect(JSON.stringify(env)).not.toContain('canary')
})

it('names our variables that are set', () => {
  expect(setVariables({ KEYSTREAM_B: 'x', KEYSTREAM_A: 'y', KEYSTREAM_C: '', HOME: '/' })).toEqual([
    'KEYSTREAM_A',
    'KEYSTREAM_B',
  ])
})

it('takes localhost and 127.0.0.1 for one server, and nothing else for another', () => {
  expect(ownOrigins('http://127.0.0.1:3000')).toContain('http://localhost:3000')
  expect(ownOrigins('https://keystream.example.com')).toEqual(['https://keystream.example.com'])
  expect(isLoopbackUrl('http://localhost:3000')).toBe(true)
  expect(isLoopbackUrl('https://localhost.example.com')).toBe(false)
})
