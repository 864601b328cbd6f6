import { existsSync } from 'node:fs'
import { type Browser, chromium } from '@playwright/test'

const installed = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', '/usr/bin/chromium-browser']

/** openBrowser starts the machine's Chromium, or the one that Playwright fetched; it can reach loopback only. */
export function openBrowser(): Promise<Browser> {
  const executablePath = installed.find((path) => path !== undefined && existsSync(path))
  return chromium.launch({
    ...(executablePath !== undefined && { executablePath }),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  })
}
