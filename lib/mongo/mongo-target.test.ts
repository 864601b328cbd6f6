import { describe, expect, it } from 'vitest'
import { readMongoHost } from './mongo-target.ts'

describe('readMongoHost', () => {
  it.each([
    ['10.1.2.3', { host: '10.1.2.3', port: 27_017 }],
    ['mongodb-0.mongodb_endpoints.svc:27018', { host: 'mongodb-0.mongodb_endpoints.svc', port: 27_018 }],
    ['[fd00::5]:27017', { host: 'fd00::5', port: 27_017 }],
    ['[::1]', { host: '::1', port: 27_017 }],
  ])('reads %s', (text, host) => {
    expect(readMongoHost(text)).toEqual(host)
  })

  // What the driver would dial behind these is not what the egress policy is asked about.
  it.each([
    '',
    'name@10.0.0.1',
    'name:27017@10.0.0.1',
    '%31%30.0.0.1',
    '10.0.0.1/x',
    '10.0.0.1?x=',
    '10.0.0.1\n',
    '%2Frun%2Fdocker.sock/?appName=',
    'name,10.0.0.1',
    '[fe80::1%25eth0]',
    'name:70000',
  ])('refuses %j', (text) => {
    expect(readMongoHost(text)).toBeNull()
  })
})
