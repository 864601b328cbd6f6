import { fileURLToPath } from 'node:url'

/** projectFolder is the checkout under test. */
export const projectFolder = fileURLToPath(new URL('../..', import.meta.url))
