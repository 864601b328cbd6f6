import { describe, expect, it } from 'vitest'
import { installCommand, javaMajor, MissingToolsError } from './prerequisites.ts'

describe('javaMajor', () => {
  it.each([
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['java version "1.8.0_202"', 8],
    ['openjdk version "25" 2025-09-16', 25],
    ['command not found', null],
  ])('reads %s', (printed, expected) => {
    expect(javaMajor(printed)).toBe(expected)
  })
})

describe('installCommand', () => {
  it('is complete on Debian', () => {
    expect(installCommand(['java', 'mvn', 'openssl'], 'debian', 'openjdk-17-jre-headless')).toBe(
      'sudo apt-get update && sudo apt-get install -y --no-install-recommends openjdk-17-jre-headless maven openssl',
    )
  })

  it('names only what is missing', () => {
    expect(installCommand(['mvn'], 'fedora', '')).toBe('sudo dnf install -y maven')
  })
})

it('an error carries the reasons and the command', () => {
  const error = new MissingToolsError([{ name: 'mvn', why: 'not found' }], 'brew install maven')
  expect(error.message).toBe('Tools are missing:\n  mvn: not found\nInstall them with:\n  brew install maven')
})
