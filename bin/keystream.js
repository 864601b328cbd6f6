#!/usr/bin/env node
// Plain JavaScript of any age: an older Node must get as far as this sentence, and cannot read TypeScript.
const OLDEST = [24, 15]
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
  process.stderr.write(
    `keystream needs Node ${OLDEST.join('.')} or newer; this is ${process.versions.node}.\n` +
      'Install it from nodejs.org, or run `npm ci` in a checkout (on Linux x64 it brings its own) and use ' +
      '`npm run -s keystream -- …`.\n',
  )
  process.exitCode = 2
} else {
  await import('./keystream.ts')
}
