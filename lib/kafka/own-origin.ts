import { hostname, networkInterfaces } from 'node:os'

/** ownOrigin is `host (ip)` of where this runs, as the test application writes it. */
export function ownOrigin(): string {
  const addresses = Object.values(networkInterfaces()).flat()
  const own = addresses.find((address) => address && !address.internal && address.family === 'IPv4')
  return `${hostname()} (${own?.address ?? '127.0.0.1'})`
}
