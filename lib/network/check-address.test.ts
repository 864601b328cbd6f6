import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EgressPolicy } from '#lib/shared/egress-policy.ts'
import { assertAddress, checkAddress } from './check-address.ts'
import { EgressBlockedError } from './egress-blocked-error.ts'

const open: EgressPolicy = { mode: 'open', ownAddresses: ['10.9.9.9', '10.8.8.8:5432', '[fd00::5]:5432'] }
const answer = (policy: EgressPolicy, address: string, port = 9092) => {
  const found = checkAddress(policy, address, port)
  return found.allowed ? 'allowed' : found.reason
}

describe('the open policy', () => {
  it.each(['10.1.2.3', '172.16.0.1', '192.168.1.1', '100.64.0.1', '8.8.8.8', 'fd12::1', '2a00:1450::1'])(
    'allows %s',
    (address) => {
      expect(answer(open, address)).toBe('allowed')
    },
  )

  it.each([
    ['127.0.0.1', 'a loopback address'],
    ['127.255.255.254', 'a loopback address'],
    ['0', 'an unspecified address'],
    ['0.0.0.0', 'an unspecified address'],
    ['2130706433', 'a loopback address'],
    ['0x7f.1', 'a loopback address'],
    ['0177.0.0.1', 'a loopback address'],
    ['::1', 'a loopback address'],
    ['[::1]', 'a loopback address'],
    ['::', 'an unspecified address'],
    ['169.254.169.254', 'a link-local or cloud metadata address'],
    ['2852039166', 'a link-local or cloud metadata address'],
    ['[::ffff:169.254.169.254]', 'a link-local or cloud metadata address'],
    ['::ffff:a9fe:a9fe', 'a link-local or cloud metadata address'],
    ['::169.254.169.254', 'a link-local or cloud metadata address'],
    ['64:ff9b::169.254.169.254', 'a link-local or cloud metadata address'],
    ['64:ff9b:1::a9fe:a9fe', 'a link-local or cloud metadata address'],
    ['::ffff:0:127.0.0.1', 'a loopback address'],
    ['::ffff:10.0.0.1', 'an IPv4 address inside an IPv6 one'],
    ['2002:a9fe:a9fe::', 'a 6to4 address'],
    ['2002:0a00:0001::1', 'a 6to4 address'],
    ['2001:0:1::1', 'a reserved address'],
    ['fe80::1', 'a link-local address'],
    ['fe80::1%eth0', 'a link-local address'],
    ['fd00:ec2::254', 'a cloud metadata address'],
    ['100.100.100.200', 'a cloud metadata address'],
    ['224.0.0.1', 'a multicast address'],
    ['ff02::1', 'a multicast address'],
    ['255.255.255.255', 'a broadcast address'],
    ['240.0.0.1', 'a reserved address'],
    ['192.0.2.1', 'a reserved address'],
    ['100::1', 'a reserved address'],
    ['10.9.9.9', 'an address of Keystream itself'],
    ['kafka.example.com', 'not an IP address'],
  ])('refuses %s: %s', (address, reason) => {
    expect(answer(open, address)).toBe(reason)
  })

  it('refuses an own address only on its port when it names one', () => {
    expect(answer(open, '10.8.8.8', 5432)).toBe('an address of Keystream itself')
    expect(answer(open, 'fd00::5', 5432)).toBe('an address of Keystream itself')
    expect(answer(open, '10.8.8.8', 9092)).toBe('allowed')
  })

  it.each([9092, 9096, 19_093, 29_094, 30_000, 32_767, 5432, 27_017, 9200, 6379])('knows port %i', (port) => {
    expect(answer(open, '10.1.2.3', port)).toBe('allowed')
  })

  it.each([22, 80, 443, 8080, 9091, 9097, 29_999, 32_768])('refuses port %i', (port) => {
    expect(answer(open, '10.1.2.3', port)).toBe('not a port of these products')
  })

  it('never allows an address that leads to this machine, however it is written', () => {
    const forms = fc
      .tuple(fc.integer({ min: 0x7f000000, max: 0x7fffffff }), fc.nat(5))
      .map(([value, form]) => {
        const dotted = [24, 16, 8, 0].map((shift) => (value >>> shift) & 255)
        const hex = `${(value >>> 16).toString(16)}:${(value & 0xffff).toString(16)}`
        return [
          dotted.join('.'),
          String(value),
          `0x${value.toString(16)}`,
          `::ffff:${dotted.join('.')}`,
          `64:ff9b::${hex}`,
          `2002:${hex}::1`,
        ][form] as string
      })
    fc.assert(fc.property(forms, (address) => !checkAddress(open, address, 9092).allowed))
  })
})

describe('the list policy', () => {
  const list: EgressPolicy = {
    mode: 'list',
    rules: [
      { cidr: '127.0.0.1', ports: [{ first: 20_000, last: 60_000 }] },
      { cidr: '10.0.0.0/8', ports: [] },
      { cidr: '0.0.0.0/0', ports: [{ first: 9092, last: 9092 }] },
    ],
  }

  it.each([
    ['127.0.0.1', 20_001],
    ['::ffff:127.0.0.1', 20_001],
    ['10.1.1.1', 22],
    ['8.8.8.8', 9092],
  ])('allows %s on %i', (address, port) => {
    expect(answer(list, address, port)).toBe('allowed')
  })

  it.each([
    ['127.0.0.1', 9092, 'a loopback address'],
    ['127.0.0.2', 20_001, 'a loopback address'],
    ['169.254.169.254', 9092, 'a link-local or cloud metadata address'],
    ['8.8.8.8', 9093, 'not in the list of allowed addresses'],
    ['fd00::1', 9092, 'not in the list of allowed addresses'],
  ])('refuses %s on %i: %s', (address, port, reason) => {
    expect(answer(list, address, port)).toBe(reason)
  })
})

describe('assertAddress', () => {
  it('throws for a forbidden literal and lets names pass to the look-up', () => {
    expect(() => assertAddress(open, '2852039166', 9092)).toThrow(EgressBlockedError)
    expect(() => assertAddress(open, '[::1]', 9092)).toThrow(/not allowed/)
    expect(() => {
      assertAddress(open, 'kafka.example.com', 9092)
      assertAddress({ mode: 'unrestricted' }, '127.0.0.1', 1)
    }).not.toThrow()
  })
})
