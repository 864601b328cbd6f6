import { describe, expect, it } from 'vitest'
import { protocolError } from './kafka-error.ts'

describe('protocolError', () => {
  it('tells which right on which topic is missing', () => {
    const error = protocolError(29, {
      topic: 'orders',
      operation: 'write',
      username: 'relation-6',
      partition: 1,
    })
    expect({
      code: error.code,
      message: error.message,
      advice: error.advice,
      command: error.command,
      retriable: error.retriable,
      name: error.protocolName,
      partition: error.partition,
    }).toEqual({
      code: 'broker_topic_denied',
      message:
        'User “relation-6” may not write topic “orders”, or it does not exist: Kafka answers both alike.',
      advice:
        'It needs WRITE (role producer) on this topic. The topic and the roles are chosen on data-integrator; after a change, paste the new credentials.',
      command: 'juju config data-integrator',
      retriable: false,
      name: 'TOPIC_AUTHORIZATION_FAILED',
      partition: 1,
    })
  })

  it.each([
    [3, 'broker_topic_unknown', true],
    [5, 'broker_no_leader', true],
    [6, 'broker_no_leader', true],
    [7, 'broker_error', true],
    [10, 'broker_record_too_large', false],
    [15, 'broker_not_ready', true],
    [19, 'broker_not_ready', true],
    [30, 'broker_group_denied', false],
    [31, 'not_permitted_by_acl', false],
    [32, 'broker_record_rejected', false],
    [36, 'conflict', false],
    [58, 'broker_auth_failed', false],
    [87, 'broker_record_rejected', false],
    [9999, 'broker_error', false],
  ])('gives code %i its own code', (code, ours, retriable) => {
    expect(protocolError(code)).toMatchObject({ code: ours, retriable, protocolCode: code })
  })

  it('names the topic when a user may write none at all', () => {
    const context = { username: 'relation-7', topic: 'orders', operation: 'write' } as const
    expect(protocolError(31, context)).toMatchObject({
      code: 'broker_topic_denied',
      message: 'User “relation-7” may not write topic “orders”, nor any other topic.',
      advice: expect.stringContaining('WRITE (role producer) on this topic') as string,
    })
    expect(protocolError(31, { ...context, operation: 'create' }).message).toContain('on the cluster itself')
  })

  it('tells the prefix that a group id needs', () => {
    expect(
      protocolError(30, { groupId: 'orders-app', groupPrefix: 'relation-6-', username: 'relation-6' }),
    ).toMatchObject({
      message: 'User “relation-6” may not use the consumer group “orders-app”.',
      advice: 'Group ids must begin with “relation-6-”, and the user needs the role consumer.',
    })
  })
})
